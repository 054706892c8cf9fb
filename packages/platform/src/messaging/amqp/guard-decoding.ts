import type { ChannelModel } from "amqplib";

/** Instead of the headers of a message that cannot be read, with the reason. */
const UNREADABLE_HEADERS = "x-headers-unreadable";

/** What the guard uses of the library's connection, which reads frames one after the other from `rest`. */
interface FrameReader {
  rest: Buffer;
  recvFrame: () => unknown;
}

const CONTENT_HEADER = 2;
const FRAME_HEAD_BYTES = 7;
const HEAD_BYTES = 14;
const CONTENT_TYPE_BIT = 0x8000;
const CONTENT_ENCODING_BIT = 0x4000;
const HEADERS_BIT = 0x2000;

/**
 * The library reads headers by recursion and ends the connection when that fails; the broker then delivers the same message
 * again, and so on without end. With this, such a message arrives without its headers.
 */
export function guardDecoding(connection: ChannelModel): void {
  const reader = connection.connection as unknown as FrameReader;
  const receive = reader.recvFrame.bind(reader);
  reader.recvFrame = () => {
    const { rest } = reader;
    try {
      return receive();
    } catch (error) {
      const headerless = withoutHeaders(rest, error);
      if (headerless === undefined) throw error;
      // `rest` does not contain the frame that failed any more.
      reader.rest = Buffer.concat([headerless, reader.rest]);
      return receive();
    }
  };
}

/**
 * The first frame with one short header instead of those it has. The broker has checked that the lengths of all its parts
 * are right.
 * @returns undefined when it is no whole frame with headers
 */
function withoutHeaders(bytes: Buffer, error: unknown): Buffer | undefined {
  if (bytes.length < FRAME_HEAD_BYTES + HEAD_BYTES || bytes[0] !== CONTENT_HEADER) return undefined;
  const size = bytes.readUInt32BE(3);
  if (bytes.length < FRAME_HEAD_BYTES + size + 1) return undefined;
  const payload = bytes.subarray(FRAME_HEAD_BYTES, FRAME_HEAD_BYTES + size);
  const flags = payload.readUInt16BE(HEAD_BYTES - 2);
  if ((flags & HEADERS_BIT) === 0) return undefined;
  let at = HEAD_BYTES;
  for (const bit of [CONTENT_TYPE_BIT, CONTENT_ENCODING_BIT]) {
    if ((flags & bit) !== 0) at += 1 + payload.readUInt8(at);
  }
  const end = at + 4 + payload.readUInt32BE(at);
  const table = tableOf(UNREADABLE_HEADERS, error instanceof Error ? error.message : "unreadable");
  const mended = Buffer.concat([payload.subarray(0, at), table, payload.subarray(end)]);
  const head = Buffer.from(bytes.subarray(0, FRAME_HEAD_BYTES));
  head.writeUInt32BE(mended.length, 3);
  const frameEnd = bytes.subarray(FRAME_HEAD_BYTES + size, FRAME_HEAD_BYTES + size + 1);
  return Buffer.concat([head, mended, frameEnd]);
}

function tableOf(name: string, text: string): Buffer {
  const bytes = Buffer.from(text);
  const table = Buffer.alloc(4 + 1 + name.length + 1 + 4 + bytes.length);
  let at = table.writeUInt32BE(table.length - 4);
  at = table.writeUInt8(name.length, at);
  at += table.write(name, at, "latin1");
  at += table.write("S", at, "latin1");
  at = table.writeUInt32BE(bytes.length, at);
  bytes.copy(table, at);
  return table;
}
