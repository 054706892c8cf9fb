import { randomUUID } from "node:crypto";
import type { ChannelModel, ConsumeMessage } from "amqplib";
import { within } from "../../lifecycle/index.js";
import { closeConnection, dropConnection, releaseSocket } from "./end-connection.js";
import { openConnection } from "./open-connection.js";

export interface StreamMessage {
  readonly routingKey: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The broker has no such stream: it knows none, or a user without rights declared nothing. */
export class StreamMissingError extends Error {
  readonly code = "STREAM_MISSING";

  constructor(stream: string, options?: ErrorOptions) {
    super(`the broker has no stream ${stream}`, options);
    this.name = "StreamMissingError";
  }
}

const PREFETCH = 2_000;
/** For connecting, for a question, for a confirm. */
const ANSWER_TIMEOUT_MS = 10_000;
/** A stream that is being read and gives nothing for so long has no end that one could wait for. */
const READ_TIMEOUT_MS = 15_000;
const SILENCE_MS = 1_000;
const NOT_FOUND = 404;

/** Published into the stream by a reader to know where its end was; every reader skips them. */
const END_HEADER = "x-end-of-reading";

/**
 * Gives every message from the oldest to what was the newest when reading began, over a connection of
 * its own. Reading takes nothing out.
 * @throws {StreamMissingError}
 * @throws what the connection ended with
 */
export async function readStream(
  url: string,
  stream: string,
  onMessage: (message: StreamMessage) => void,
): Promise<void> {
  await withConnection(
    url,
    (connection, ended) =>
      new Promise<void>((resolve, reject) => {
        ended.catch(reject);
        readOn(connection, stream, onMessage, resolve).catch(reject);
      }),
  );
}

/** Appends one message and waits for its confirm. @throws {StreamMissingError} */
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

/** The library leaves calls unanswered when the connection is cut at a bad moment, its own close among them. */
async function withConnection(
  url: string,
  work: (connection: ChannelModel, ended: Promise<never>) => Promise<void>,
): Promise<void> {
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
    await Promise.race([work(connection, ended), ended]);
  } finally {
    await Promise.race([closeConnection(connection), ended]).catch(() => undefined); // as it should
    releaseSocket(connection);
  }
}

async function readOn(
  connection: ChannelModel,
  stream: string,
  onMessage: (message: StreamMessage) => void,
  onEnd: () => void,
): Promise<void> {
  const end = randomUUID();
  await checkOn(connection, stream);
  const channel = await connection.createChannel();
  channel.on("error", (error: unknown) => connection.emit("error", error)); // ends the reading
  await channel.prefetch(PREFETCH);
  let sinceAck = 0;
  let silence: NodeJS.Timeout | undefined;
  const stalled = setTimeout(() => {
    const limit = READ_TIMEOUT_MS / 1_000;
    dropConnection(connection, new Error(`the stream ${stream} gave nothing for ${limit} s`));
  }, READ_TIMEOUT_MS);
  connection.on("close", () => clearTimeout(stalled));
  const ended = () => {
    clearTimeout(silence);
    clearTimeout(stalled);
    onEnd();
  };
  const take = (message: ConsumeMessage | null) => {
    if (message === null) return connection.emit("error", new Error("the stream was deleted"));
    silence?.refresh();
    stalled.refresh();
    const { content: body, fields, properties } = message;
    const headers = (properties.headers ?? {}) as Readonly<Record<string, unknown>>;
    if (headers[END_HEADER] === end) return ended();
    if (headers[END_HEADER] === undefined) {
      onMessage({ routingKey: fields.routingKey, body, headers });
    }
    sinceAck += 1;
    if (sinceAck < PREFETCH / 4) return undefined;
    sinceAck = 0;
    return channel.ack(message, true); // asks for more; the stream keeps all the same
  };
  await channel.consume(stream, take, { arguments: { "x-stream-offset": "first" } });
  // A broker short of memory or disk takes no end of ours: then silence has to tell.
  connection.on("blocked", () => {
    silence = setTimeout(ended, SILENCE_MS);
  });
  const marking = await connection.createChannel();
  marking.on("error", (error: unknown) => connection.emit("error", error));
  marking.sendToQueue(stream, Buffer.from(""), {
    persistent: true,
    headers: { [END_HEADER]: end },
  });
}

async function append(connection: ChannelModel, stream: string, body: Buffer): Promise<void> {
  await checkOn(connection, stream);
  const channel = await connection.createConfirmChannel();
  channel.on("error", () => undefined); // the confirm fails as well
  const blocked = new Promise<never>((_resolve, reject) => {
    connection.on("blocked", () => reject(new Error("the broker is short of memory or disk")));
  });
  channel.sendToQueue(stream, body, { persistent: true });
  await Promise.race([channel.waitForConfirms(), blocked]);
  await channel.close();
}

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
