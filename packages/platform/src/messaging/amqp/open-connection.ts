import { type ChannelModel, connect } from "amqplib";
import { within } from "../../lifecycle/index.js";
import { dropConnection } from "./end-connection.js";
import { guardDecoding } from "./guard-decoding.js";

export interface OpenConnectionOptions {
  /** Its own `heartbeat`, in seconds, wins. */
  readonly url: string;
  /** Shown by the broker in its list of connections: "backend publisher". */
  readonly name: string;
  /** Time limit of opening a connection: name, TCP, TLS and the broker's greeting. */
  readonly timeoutMs: number;
  readonly heartbeatSeconds?: number | undefined;
}

/** A connection on which nothing arrives is given up after two to three of these. */
const HEARTBEAT_SECONDS = 5;

/** @throws what the connection failed with, a `TimeLimitError` among it */
export async function openConnection(options: OpenConnectionOptions): Promise<ChannelModel> {
  const { url, name, timeoutMs, heartbeatSeconds = HEARTBEAT_SECONDS } = options;
  const opening = connect(withHeartbeat(url, heartbeatSeconds), {
    clientProperties: { connection_name: name },
    // The library's own limit measures silence, and ends the socket; ours is for the whole of it.
    timeout: timeoutMs,
    noDelay: true,
  });
  try {
    const connection = await within(timeoutMs, "connecting to the broker", opening);
    guardDecoding(connection);
    return connection;
  } catch (error) {
    opening.then(
      (late) => dropConnection(late, error as Error),
      () => undefined,
    );
    throw error;
  }
}

function withHeartbeat(url: string, seconds: number): string {
  const address = new URL(url);
  if (!address.searchParams.has("heartbeat")) {
    address.searchParams.set("heartbeat", String(seconds));
  }
  return address.href;
}
