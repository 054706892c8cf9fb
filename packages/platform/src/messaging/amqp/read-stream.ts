import { randomUUID } from "node:crypto";
import type { ChannelModel, ConsumeMessage } from "amqplib";
import { within } from "../../lifecycle/index.js";
import { msOf } from "./amqp-delivery.js";
import { closeConnection, dropConnection, releaseSocket } from "./end-connection.js";
import { openConnection } from "./open-connection.js";

export interface StreamMessage {
  /** Through which it came into the stream. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  /** When its publisher sent it, ms since 1970, in whole seconds; undefined when it did not say. */
  readonly timestampMs: number | undefined;
}

export interface StreamRead {
  /** Whether the stream has forgotten its oldest messages. */
  readonly isCut: boolean;
}

/** The stream does not exist: the broker does not support streams, or the user may not declare one. */
export class StreamMissingError extends Error {
  readonly code = "STREAM_MISSING";

  constructor(stream: string, options?: ErrorOptions) {
    super(`the broker has no stream ${stream}`, options);
    this.name = "StreamMissingError";
  }
}

const PREFETCH = 2_000;
/** Time limit of connecting, of each request, and of each confirm. */
const ANSWER_TIMEOUT_MS = 10_000;
/** Reading is given up when the stream gives nothing for this long. */
const READ_TIMEOUT_MS = 15_000;
const SILENCE_MS = 1_000;
const NOT_FOUND = 404;

/**
 * Header of the mark that a reader publishes to know where the stream ended. The mark goes through the exchange that
 * has the name of the stream: other senders could set the header as well, and their messages must not be skipped.
 */
const END_HEADER = "x-end-of-reading";

/**
 * Gives every message from the oldest to what was the newest when reading began, over a connection of
 * its own. Reading takes nothing out.
 * @returns when all were given
 * @throws {StreamMissingError}
 * @throws what the connection ended with
 */
export async function readStream(
  url: string,
  stream: string,
  onMessage: (message: StreamMessage) => void,
): Promise<StreamRead> {
  return withConnection(
    url,
    (connection, ended) =>
      new Promise<StreamRead>((resolve, reject) => {
        ended.catch(reject);
        readOn(connection, stream, onMessage, resolve).catch(reject);
      }),
  );
}

/** Appends one message, through the exchange of the same name, and waits for its confirm. @throws {StreamMissingError} */
export async function appendToStream(url: string, stream: string, body: Buffer): Promise<void> {
  await withConnection(url, (connection) =>
    within(ANSWER_TIMEOUT_MS, `appending to ${stream}`, append(connection, stream, body)),
  );
}

/** @throws {StreamMissingError} */
export async function checkStream(url: string, stream: string): Promise<void> {
  await withConnection(url, (connection) =>
    within(ANSWER_TIMEOUT_MS, `asking for ${stream}`, checkOn(connection, stream)),
  );
}

/** When the connection is cut at a bad moment, calls of the library never return, `close` included. */
async function withConnection<T>(
  url: string,
  work: (connection: ChannelModel, ended: Promise<never>) => Promise<T>,
): Promise<T> {
  const connection = await openConnection({
    url,
    name: "streams",
    timeoutMs: ANSWER_TIMEOUT_MS,
  });
  const ended = new Promise<never>((_resolve, reject) => {
    connection.on("error", reject);
    connection.on("close", () => reject(new Error("the connection ended")));
  });
  try {
    return await Promise.race([work(connection, ended), ended]);
  } finally {
    await Promise.race([closeConnection(connection), ended]).catch(() => undefined); // as it should
    releaseSocket(connection);
  }
}

async function readOn(
  connection: ChannelModel,
  stream: string,
  onMessage: (message: StreamMessage) => void,
  onEnd: (read: StreamRead) => void,
): Promise<void> {
  const end = randomUUID();
  await checkOn(connection, stream);
  const channel = await connection.createChannel();
  channel.on("error", (error: unknown) => connection.emit("error", error)); // ends the reading
  await channel.prefetch(PREFETCH);
  let sinceAck = 0;
  // The broker numbers what it takes, marks of readers included: a stream that forgot begins later.
  let firstOffset = 0;
  let isFirst = true;
  let silence: NodeJS.Timeout | undefined;
  const stalled = setTimeout(() => {
    const limit = READ_TIMEOUT_MS / 1_000;
    dropConnection(connection, new Error(`the stream ${stream} gave nothing for ${limit} s`));
  }, READ_TIMEOUT_MS);
  connection.on("close", () => clearTimeout(stalled));
  const ended = () => {
    clearTimeout(silence);
    clearTimeout(stalled);
    onEnd({ isCut: firstOffset > 0 });
  };
  const take = (message: ConsumeMessage | null) => {
    if (message === null) return connection.emit("error", new Error("the stream was deleted"));
    silence?.refresh();
    stalled.refresh();
    const { content: body, fields, properties } = message;
    const headers = (properties.headers ?? {}) as Readonly<Record<string, unknown>>;
    if (isFirst) firstOffset = Number(headers["x-stream-offset"] ?? 0);
    isFirst = false;
    const { exchange, routingKey } = fields;
    const mark = isMark(fields, stream) ? headers[END_HEADER] : undefined;
    if (mark === end) return ended();
    if (mark === undefined) {
      const timestampMs = msOf(properties.timestamp);
      const { contentType } = properties as { readonly contentType: string | undefined };
      onMessage({ exchange, routingKey, body, contentType, headers, timestampMs });
    }
    sinceAck += 1;
    if (sinceAck < PREFETCH / 4) return undefined;
    sinceAck = 0;
    return channel.ack(message, true); // asks for more; the stream keeps all the same
  };
  await channel.consume(stream, take, { arguments: { "x-stream-offset": "first" } });
  // A broker that is short of memory or disk takes no mark; then the stream ends where nothing comes any more.
  connection.on("blocked", () => {
    silence = setTimeout(ended, SILENCE_MS);
  });
  const marking = await connection.createChannel();
  const fail = (error: unknown) => void connection.emit("error", error);
  marking.on("error", fail);
  marking.on("return", () => fail(notBound(stream)));
  marking.publish(stream, "", Buffer.from(""), {
    persistent: true,
    mandatory: true,
    headers: { [END_HEADER]: end },
  });
}

/** Marks of former versions, which may still be in the stream, went straight to it. */
const isMark = ({ exchange }: ConsumeMessage["fields"], stream: string) =>
  exchange === stream || exchange === "";

async function append(connection: ChannelModel, stream: string, body: Buffer): Promise<void> {
  await checkOn(connection, stream);
  const channel = await connection.createConfirmChannel();
  channel.on("error", () => undefined); // the confirm fails as well
  const blocked = new Promise<never>((_resolve, reject) => {
    connection.on("blocked", () => reject(new Error("the broker is short of memory or disk")));
  });
  const refused = new Promise<never>((_resolve, reject) => {
    channel.on("error", reject);
    channel.on("return", () => reject(notBound(stream)));
  });
  channel.publish(stream, "", body, { persistent: true, mandatory: true });
  await Promise.race([channel.waitForConfirms(), blocked, refused]);
  await channel.close();
}

const notBound = (stream: string) =>
  new Error(`the stream ${stream} is not bound to the exchange of its name`);

async function checkOn(connection: ChannelModel, stream: string): Promise<void> {
  const channel = await connection.createChannel();
  channel.on("error", () => undefined); // the call that caused it rejects as well
  try {
    await channel.checkQueue(stream);
  } catch (cause) {
    const isMissing = (cause as { code?: unknown }).code === NOT_FOUND;
    throw isMissing ? new StreamMissingError(stream, { cause }) : cause;
  }
  await channel.close();
}
