import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { shortText, uint32 } from "./field-bytes.js";

export interface RawMessage {
  readonly exchange: string;
  readonly routingKey?: string;
  readonly body: Buffer | string;
  /** The header table without its length, in bytes: also what no library would send. */
  readonly headers?: Buffer;
  /** Properties that are short texts, by their names. */
  readonly properties?: Readonly<Partial<Record<keyof typeof SHORT_TEXTS, string | Buffer>>>;
}

/** Bits of the properties that are short texts, highest first as on the wire; `headers` stands between. */
const SHORT_TEXTS = {
  contentType: 15,
  contentEncoding: 14,
  correlationId: 10,
  replyTo: 9,
  expiration: 8,
  messageId: 7,
  type: 5,
  userId: 4,
  appId: 3,
  clusterId: 2,
} as const;
const HEADERS_BIT = 13;

const METHOD = 1;
const HEADER = 2;
const BODY = 3;
const END = 0xce;
const ANSWERS: Readonly<Record<string, string>> = {
  "60.80": "confirmed",
  "60.120": "refused",
  "20.40": "channel closed",
  "10.50": "connection closed",
};

/**
 * Publishes a message byte by byte over a connection of its own, as a hostile sender may.
 * @returns "confirmed", or how the broker ended it: "refused", "channel closed", "connection closed"
 */
export async function publishRaw(url: string, message: RawMessage): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const socket = connect(Number(port || 5672), hostname);
  socket.on("error", () => undefined); // it ends, and the answer says so
  try {
    await once(socket, "connect");
    const methods = methodsOf(socket);
    const answer = async (...wanted: readonly string[]) => {
      for (;;) {
        const { value } = await methods.next();
        if (value === undefined) return { name: "10.50", bytes: Buffer.alloc(0) };
        if (wanted.includes(value.name)) return value;
      }
    };
    socket.write(Buffer.from("AMQP\0\0\x09\x01", "latin1"));
    await answer("10.10");
    const login = Buffer.from(
      `\0${decodeURIComponent(username || "guest")}\0${decodeURIComponent(password || "guest")}`,
    );
    const startOk = [
      uint32(0),
      shortText("PLAIN"),
      uint32(login.length),
      login,
      shortText("en_US"),
    ];
    send(socket, 0, 10, 11, ...startOk);
    const tune = await answer("10.30", "10.50");
    if (tune.name !== "10.30") return "connection closed";
    const frameMax = tune.bytes.readUInt32BE(2);
    send(socket, 0, 10, 31, Buffer.from([0, 1]), uint32(frameMax), Buffer.from([0, 0]));
    const host = decodeURIComponent(pathname.slice(1)) || "/";
    send(socket, 0, 10, 40, shortText(host), shortText(""), Buffer.from([0]));
    await answer("10.41", "10.50");
    send(socket, 1, 20, 10, shortText(""));
    await answer("20.11");
    send(socket, 1, 85, 10, Buffer.from([0]));
    await answer("85.11");
    publish(socket, message, frameMax || 131_072);
    const { name } = await answer(...Object.keys(ANSWERS));
    return ANSWERS[name] as string;
  } finally {
    socket.destroy();
  }
}

function publish(socket: Socket, message: RawMessage, frameMax: number): void {
  const { exchange, routingKey = "", headers, properties = {} } = message;
  const body = Buffer.from(message.body as string);
  const names = Object.keys(SHORT_TEXTS) as (keyof typeof SHORT_TEXTS)[];
  let flags = headers === undefined ? 0 : 1 << HEADERS_BIT;
  const before: Buffer[] = [];
  const after: Buffer[] = [];
  for (const name of names) {
    const value = properties[name];
    if (value === undefined) continue;
    flags |= 1 << SHORT_TEXTS[name];
    (SHORT_TEXTS[name] > HEADERS_BIT ? before : after).push(shortText(value));
  }
  const table = headers === undefined ? [] : [uint32(headers.length), headers];
  const head = Buffer.alloc(14);
  head.writeUInt16BE(60, 0);
  head.writeUInt32BE(body.length, 8);
  head.writeUInt16BE(flags, 12);
  const routing = [Buffer.from([0, 0]), shortText(exchange), shortText(routingKey)];
  send(socket, 1, 60, 40, ...routing, Buffer.from([0]));
  frame(socket, HEADER, 1, Buffer.concat([head, ...before, ...table, ...after]));
  for (let at = 0; at < body.length; at += frameMax - 8) {
    frame(socket, BODY, 1, body.subarray(at, at + frameMax - 8));
  }
}

function send(socket: Socket, channel: number, klass: number, method: number, ...args: Buffer[]) {
  frame(socket, METHOD, channel, Buffer.concat([Buffer.from([0, klass, 0, method]), ...args]));
}

function frame(socket: Socket, type: number, channel: number, payload: Buffer): void {
  const head = Buffer.from([type, channel >> 8, channel & 0xff]);
  socket.write(Buffer.concat([head, uint32(payload.length), payload, Buffer.from([END])]));
}

/** The methods of the broker by class and method: "10.30" is tune. */
async function* methodsOf(socket: Socket): AsyncGenerator<{ name: string; bytes: Buffer }> {
  let rest = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= 7 && rest.length >= rest.readUInt32BE(3) + 8) {
      const size = rest.readUInt32BE(3);
      const payload = rest.subarray(7, 7 + size);
      const type = rest[0];
      rest = rest.subarray(size + 8);
      if (type !== METHOD) continue;
      const name = `${payload.readUInt16BE(0)}.${payload.readUInt16BE(2)}`;
      yield { name, bytes: payload.subarray(4) };
    }
  }
}
