import { PublishNotConfirmedError, PublishRefusedError } from "../errors.js";
import type { OutgoingMessage } from "../message-broker.js";

const ACCESS_REFUSED = 403;

/**
 * The error for a message that was on its way when its channel ended. The broker closes the channel because of
 * one message and names only its exchange and key: messages to other exchanges or keys may be sent again.
 */
export function publishErrorOf(message: OutgoingMessage, cause: unknown): Error {
  const { exchange, routingKey } = message;
  const { code, message: text = "" } = cause as { readonly code?: unknown; message?: string };
  if (code !== ACCESS_REFUSED || !isAbout(message, text)) {
    return new PublishNotConfirmedError({ cause });
  }
  const [, reason = text] = /with message "(.*)"$/s.exec(text) ?? [];
  return new PublishRefusedError(exchange, routingKey, reason, { cause });
}

/** "write access to topic 'exit' in exchange 'amq.topic' in vhost '/' refused for user 'camera'" */
function isAbout({ exchange, routingKey }: OutgoingMessage, text: string): boolean {
  const named = exchange === "" ? "amq.default" : exchange;
  if (!text.includes(`exchange '${named}'`)) return false;
  return !text.includes("to topic '") || text.includes(`to topic '${routingKey}'`);
}
