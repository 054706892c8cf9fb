import type { Duplex } from "node:stream";
import type { ChannelModel } from "amqplib";
import { within } from "../../lifecycle/index.js";

/** Time for the broker to answer a close; a broker that is frozen never does. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Ends the connection at once, without the broker: calls that wait for an answer fail, and "close" is emitted. The
 * library itself would wait for the broker's answer without a limit.
 */
export function dropConnection(connection: ChannelModel, reason: Error): void {
  connection.on("error", () => undefined); // the reason comes back as one
  socketOf(connection).destroy(reason);
}

/** Closes the connection; where the broker does not answer in time, ends it without the broker. */
export async function closeConnection(connection: ChannelModel): Promise<void> {
  try {
    await within(CLOSE_TIMEOUT_MS, "closing the connection", connection.close());
  } catch (error) {
    dropConnection(connection, error as Error); // also when it was closed before
  }
}

/**
 * Once closed, the library ends its half of the socket and waits for the other side to end the other half, which a
 * host that is gone never does.
 */
export function releaseSocket(connection: ChannelModel): void {
  const socket = socketOf(connection);
  setTimeout(() => socket.destroy(), CLOSE_TIMEOUT_MS).unref();
}

const socketOf = ({ connection }: ChannelModel): Duplex =>
  (connection as unknown as { readonly stream: Duplex }).stream;
