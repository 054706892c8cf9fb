/** Of a body that is parked. */
export const MAX_PARKED_BYTES = 65_536;

const JPEG = { begin: Buffer.from([0xff, 0xd8, 0xff]), end: Buffer.from([0xff, 0xd9]) };
const PNG = {
  begin: Buffer.from("\x89PNG\r\n", "latin1"),
  end: Buffer.from("IEND\xaeB`\x82", "latin1"),
};
/** Longer than any token or hash, shorter than any picture. Base64, also with the escaped slashes of JSON. */
const LONG_BASE64 = /(?:[A-Za-z0-9+/=_-]|\\\/){2048,}/g;

/**
 * The body as text that a person can read, in at most `MAX_PARKED_BYTES`: pictures are left out, in binary or in
 * base64, and say how long they were.
 */
export function withoutPictures(body: Uint8Array): Buffer {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const whole = cut(cut(bytes, JPEG), PNG);
  const text = whole.toString("latin1").replace(LONG_BASE64, (found) => noteOf(found.length));
  return Buffer.from(text, "latin1").subarray(0, MAX_PARKED_BYTES);
}

function cut(body: Buffer, { begin, end }: typeof JPEG): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (;;) {
    const start = body.indexOf(begin, from);
    if (start === -1) break;
    const found = body.indexOf(end, start);
    // A picture that was cut off goes on to the end.
    const stop = found === -1 ? body.length : found + end.length;
    parts.push(body.subarray(from, start), Buffer.from(noteOf(stop - start)));
    from = stop;
  }
  return parts.length === 0 ? body : Buffer.concat([...parts, body.subarray(from)]);
}

const noteOf = (bytes: number): string => `[${bytes} bytes of a picture]`;
