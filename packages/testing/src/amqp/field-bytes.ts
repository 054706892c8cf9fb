/** Bytes of header tables as AMQP 0-9-1 has them, also of such that no library would write. */

export const shortText = (text: string | Buffer): Buffer => {
  const bytes = Buffer.from(text as string);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
};

export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const longText = (text: string | Buffer): Buffer => {
  const bytes = Buffer.from(text as string);
  return Buffer.concat([uint32(bytes.length), bytes]);
};

/** @param value - with its type byte in front, as `text` or `list` give it */
export const field = (name: string | Buffer, value: Buffer): Buffer =>
  Buffer.concat([shortText(name), value]);

/** A value of any type byte: "S", "F", "A", "T", ... or one that no library knows. */
export const typed = (tag: string, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(tag, "latin1"), bytes]);

export const text = (value: string | Buffer): Buffer => typed("S", longText(value));
export const table = (...fields: readonly Buffer[]): Buffer =>
  typed("F", longText(Buffer.concat(fields)));
export const list = (...values: readonly Buffer[]): Buffer =>
  typed("A", longText(Buffer.concat(values)));

/** Tables or lists, each the only content of the one around it. */
export function nested(depth: number, kind: "F" | "A"): Buffer {
  const name = kind === "F" ? Buffer.from([0]) : Buffer.alloc(0);
  const parts: Buffer[] = [];
  for (let inner = depth - 1; inner >= 0; inner -= 1) {
    // What is inside: for each deeper one its name, type byte and length.
    parts.push(typed(kind, uint32(inner * (name.length + 5))), name);
  }
  parts.pop();
  return Buffer.concat(parts);
}
