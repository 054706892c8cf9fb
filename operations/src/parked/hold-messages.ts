import { setTimeout as sleep } from "node:timers/promises";
import type { MessageBroker } from "@boomgate/platform/messaging";
import { type ParkedMessage, readParked } from "./parked-message.js";

const QUIET_MS = 500;
const LOOK_EVERY_MS = 20;

export interface Held {
  /** In the order of the queue; none is acked. Closing the broker gives them all back. */
  readonly messages: readonly ParkedMessage[];
  /** In the queue when it was asked, whether held or not. */
  readonly total: number;
}

/**
 * Takes messages in hand without consuming them.
 * @param limit - at most that many
 * @param onLater - messages that come while the first are held
 */
export async function holdMessages(
  broker: MessageBroker,
  queue: string,
  limit: number,
  onLater: (message: ParkedMessage) => void = () => undefined,
): Promise<Held> {
  const total = await broker.depth(queue);
  const wanted = Math.min(total, limit);
  const messages: ParkedMessage[] = [];
  if (wanted === 0) return { messages, total };
  let lastMs = performance.now();
  // Room for some that come later; the broker would hold them back otherwise.
  await broker.consume(queue, { prefetch: Math.min(wanted + 100, 65_535) }, (delivery) => {
    lastMs = performance.now();
    const message = readParked(delivery);
    if (messages.length < wanted) messages.push(message);
    else onLater(message);
  });
  // Somebody else may hold some of them: what does not come for a while does not come.
  while (messages.length < wanted && performance.now() - lastMs < QUIET_MS) {
    await sleep(LOOK_EVERY_MS);
  }
  return { messages, total };
}
