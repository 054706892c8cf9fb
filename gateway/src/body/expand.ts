import { promisify } from "node:util";
import { gunzip, inflate, inflateRaw } from "node:zlib";
import { HTTP_PROBLEMS, ProblemError } from "@boomgate/http";
import { MAX_BODY_BYTES, tooLarge } from "./read-bytes.js";

interface Limit {
  readonly maxOutputLength: number;
}

const expanders = {
  gzip: promisify(gunzip),
  // By the standard it has the header of zlib; some senders leave the header out.
  deflate: (bytes: Buffer, options: Limit) =>
    hasZlibHeader(bytes)
      ? promisify(inflate)(bytes, options)
      : promisify(inflateRaw)(bytes, options),
};

/** Codings of a body besides identity. */
export const CODINGS = ["gzip", "x-gzip", "deflate"] as const;

/**
 * Undoes Content-Encoding, beside the event loop. It ends as soon as more than `mostBytes` come out.
 * @param coding - the whole header; codings in the order they were applied
 * @throws {ProblemError} when a body is cut off, is not encoded so, or is too large
 */
export async function expand(
  bytes: Buffer,
  coding: string | undefined,
  mostBytes = MAX_BODY_BYTES,
): Promise<Buffer> {
  const codings = (coding ?? "")
    .split(",")
    .map((each) => each.trim().toLowerCase().replace("x-gzip", "gzip"))
    .filter((each) => each !== "" && each !== "identity");
  // Each layer could expand a thousandfold.
  if (codings.length > 1) throw new ProblemError(HTTP_PROBLEMS.CONTENT_ENCODING, ONCE);
  const expander = expanders[codings[0] as keyof typeof expanders];
  if (expander === undefined) return bytes;
  try {
    return await expander(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(mostBytes);
    throw new ProblemError(HTTP_PROBLEMS.NOT_JSON, `The body is cut off, or is not ${codings[0]}`);
  }
}

const ONCE = "A body may be compressed once";

/** RFC 1950: method 8, and the first two bytes are a multiple of 31. */
const hasZlibHeader = (bytes: Buffer): boolean =>
  bytes.length >= 2 && ((bytes[0] as number) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
