import { UnreadableRecordingError } from "./unreadable-recording.js";

type ByteFormat = "gzip" | "utf-8" | "utf-16le" | "utf-16be";

/** The first bytes that identify the format. */
export const FORMAT_BYTES = 6;

const GZIP = "1f8b";
/** Formats that are refused, by their first bytes in hexadecimal digits. */
const REFUSED = [
  ["504b0304", "a zip archive"],
  ["28b52ffd", "compressed with zstd"],
  ["fd377a585a00", "compressed with xz"],
  ["425a68", "compressed with bzip2"],
  ["04224d18", "compressed with lz4"],
  ["377abcaf271c", "a 7z archive"],
] as const;

/**
 * The encoding of a recording, from its byte order mark; without one from the zeros in its first two
 * characters, which are ASCII in JSON (RFC 4627, section 3).
 * @throws {UnreadableRecordingError} for archives and for UTF-32
 */
export function byteFormatOf(head: Buffer): ByteFormat {
  const hex = head.toString("hex");
  if (hex.startsWith(GZIP)) return "gzip";
  for (const [digits, what] of REFUSED) {
    if (hex.startsWith(digits)) {
      throw new UnreadableRecordingError(`the recording is ${what}: unpack it first`);
    }
  }
  const zeros = [...head.subarray(0, 4)].map((byte) => (byte === 0 ? "0" : "x")).join("");
  if (hex.startsWith("fffe0000") || hex.startsWith("0000feff") || /^(?:x000|000x)/.test(zeros)) {
    throw new UnreadableRecordingError("the recording is UTF-32: only UTF-8 and UTF-16 are read");
  }
  if (hex.startsWith("fffe") || /^x0(?:x0)?$/.test(zeros)) return "utf-16le";
  if (hex.startsWith("feff") || /^0x(?:0x)?$/.test(zeros)) return "utf-16be";
  return "utf-8";
}
