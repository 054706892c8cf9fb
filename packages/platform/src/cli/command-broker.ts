import { causeText } from "../errors/index.js";
import {
  BROKER_AWAY,
  type MessageBroker,
  openAmqpBroker,
  type Topology,
} from "../messaging/index.js";

export interface CommandBrokerOptions {
  readonly url: string;
  /** Declared at each connect; empty for a command that only looks. */
  readonly topology: Topology;
  readonly clientName: string;
  /** Lines for the person, on standard error. */
  readonly say: (text: string) => void;
  /** Ends the waiting for the connection. */
  readonly signal?: AbortSignal;
}

const CONNECT_TIMEOUT_MS = 15_000;

/** The broker could not be reached, or refused the user; the message names host and cause. */
export class BrokerAwayError extends Error {
  readonly code = "BROKER_AWAY";

  constructor(url: string, why: string, options?: ErrorOptions) {
    const { host, pathname } = new URL(url);
    // The library drops the broker's reason when the user may not enter the virtual host.
    const isClosedAtDoor = why.includes("ConnectionClose");
    const reason = isClosedAtDoor
      ? `virtual host ${vhostOf(pathname)} is closed to this user`
      : why;
    super(`no connection to the broker at ${host} (AMQP_URL): ${reason}`, options);
    this.name = "BrokerAwayError";
  }
}

const vhostOf = (path: string) => decodeURIComponent(path.slice(1)) || "/";

/**
 * The broker for a command that a person waits for: unlike a service, it does not wait for a broker that
 * is away. A connection that is lost later is opened again, and `say` gets a line about it.
 * @throws {BrokerAwayError}
 */
export async function openCommandBroker(options: CommandBrokerOptions): Promise<MessageBroker> {
  const { url, say } = options;
  const giveUp = new AbortController();
  const tooLate = setTimeout(() => {
    const seconds = CONNECT_TIMEOUT_MS / 1_000;
    giveUp.abort(new BrokerAwayError(url, `it did not answer within ${seconds} s`));
  }, CONNECT_TIMEOUT_MS);
  let isOpen = false;
  const said = new Set<string>();
  const sayOnce = (text: string): void => {
    if (!said.has(text)) say(text);
    said.add(text);
  };
  const warn = (fields: object, message: string): void => {
    const { err } = fields as { err?: unknown };
    const why = err === undefined ? "" : causeText(err);
    if (message === BROKER_AWAY && !isOpen) {
      giveUp.abort(new BrokerAwayError(url, why, { cause: err }));
    } else sayOnce(why === "" ? message : `${message}: ${why}`);
  };
  try {
    const signals = options.signal ? [giveUp.signal, options.signal] : [giveUp.signal];
    const broker = await openAmqpBroker({
      url,
      topology: options.topology,
      clientName: options.clientName,
      log: { warn, info: () => undefined },
      signal: AbortSignal.any(signals),
    });
    isOpen = true;
    return broker;
  } finally {
    clearTimeout(tooLate);
  }
}
