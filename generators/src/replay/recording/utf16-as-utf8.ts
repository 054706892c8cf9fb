/** No byte of UTF-8: it replaces what was no character, and its record is refused. */
const NO_CHARACTER = Buffer.from([0xff]);
const LONE_SURROGATE = /\p{Surrogate}/u;

/** UTF-16 as UTF-8; halves of characters and a last odd byte become a byte that UTF-8 does not have. */
export async function* utf16AsUtf8(
  source: AsyncIterable<Buffer>,
  order: "utf-16le" | "utf-16be",
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = wholeCharacters(bytes, order);
    rest = bytes.subarray(end);
    yield utf8Of(bytes.subarray(0, end), order);
  }
  const even = rest.length - (rest.length % 2);
  yield utf8Of(rest.subarray(0, even), order);
  if (even < rest.length) yield NO_CHARACTER;
}

/** Length of the bytes without a last character that continues in the next chunk. */
function wholeCharacters(bytes: Buffer, order: "utf-16le" | "utf-16be"): number {
  const even = bytes.length - (bytes.length % 2);
  if (even === 0) return 0;
  const last = order === "utf-16le" ? bytes.readUInt16LE(even - 2) : bytes.readUInt16BE(even - 2);
  const isFirstHalf = last >= 0xd800 && last <= 0xdbff;
  return isFirstHalf ? even - 2 : even;
}

function utf8Of(bytes: Buffer, order: "utf-16le" | "utf-16be"): Buffer {
  const text = (order === "utf-16le" ? bytes : Buffer.from(bytes).swap16()).toString("utf16le");
  const [first = "", ...others] = text.split(LONE_SURROGATE);
  if (others.length === 0) return Buffer.from(first);
  return Buffer.concat([
    Buffer.from(first),
    ...others.flatMap((part) => [NO_CHARACTER, Buffer.from(part)]),
  ]);
}
