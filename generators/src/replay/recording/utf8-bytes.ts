import { byteFormatOf, FORMAT_BYTES } from "./byte-format.js";
import { gunzipped } from "./gunzipped.js";
import { peeked } from "./peeked.js";
import { utf16AsUtf8 } from "./utf16-as-utf8.js";

/**
 * The text of a recording as UTF-8, unpacked where it is gzip. Bytes that are no text are left in it.
 * @throws {UnreadableRecordingError}
 */
export async function* utf8Bytes(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { head, all } = await peeked(source, FORMAT_BYTES);
  const format = byteFormatOf(head);
  if (format === "gzip") yield* utf8Bytes(gunzipped(all));
  else if (format === "utf-8") yield* all;
  else yield* utf16AsUtf8(all, format);
}
