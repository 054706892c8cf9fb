import type { IncomingMessage } from "node:http";
import { HTTP_PROBLEMS, ProblemError } from "@boomgate/http";
import { refusal } from "../problems/refusal.js";
import type { InFlight } from "../intake/in-flight.js";
import { PROBLEMS } from "../problems/problem-catalogue.js";

/** Of a body with events, as it came and after it was expanded. */
export const MAX_BODY_BYTES = 1_048_576;

/**
 * Reads a body, and counts its bytes as they arrive: a slow sender holds no more than it has sent.
 * @returns its bytes; they stay counted, for the caller to remove
 * @throws {ProblemError} when it is too large, or all senders together have sent too much; nothing stays counted then
 */
export async function readBytes(
  body: AsyncIterable<Buffer>,
  inFlight: Pick<InFlight, "addBytes" | "removeBytes">,
  mostBytes = MAX_BODY_BYTES,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      if (bytes + chunk.length > mostBytes) throw tooLarge(mostBytes);
      if (!inFlight.addBytes(chunk.length)) throw refusal(PROBLEMS.GATEWAY_FULL, 1);
      bytes += chunk.length;
      chunks.push(chunk);
    }
  } catch (error) {
    inFlight.removeBytes(bytes);
    throw error instanceof ProblemError ? error : new ProblemError(HTTP_PROBLEMS.BAD_REQUEST);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

export const tooLarge = (mostBytes = MAX_BODY_BYTES): ProblemError =>
  new ProblemError(HTTP_PROBLEMS.BODY_TOO_LARGE, `A body may have ${mostBytes} bytes`);

/** By its header; a body that is sent in chunks says nothing. */
export const isKnownTooLarge = (
  { headers }: IncomingMessage,
  mostBytes = MAX_BODY_BYTES,
): boolean => Number(headers["content-length"] ?? 0) > mostBytes;
