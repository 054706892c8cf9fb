import type { ServerResponse } from "node:http";

export interface ReaderPace {
  /** A reader that takes less than this on average is cut off. */
  readonly bytesPerSecond: number;
  /** Milliseconds beyond that, for networks that stop now and then. */
  readonly graceMs: number;
}

/** Half an hour for a million stays; slower than any network a person would wait for. */
export const READER_PACE: ReaderPace = { bytesPerSecond: 16_384, graceMs: 60_000 };

/**
 * Hands chunks on as fast as a reader takes them, and cuts it off when it only takes a byte now and then: it would
 * never be silent, and hold a place among the few for as long as it likes. The time that making a chunk takes is not its.
 */
export async function* atReadersPace<Chunk extends string | Uint8Array>(
  chunks: AsyncIterable<Chunk>,
  response: ServerResponse,
  { bytesPerSecond, graceMs }: ReaderPace,
): AsyncGenerator<Chunk, void> {
  let leftMs = graceMs;
  let timer: NodeJS.Timeout | undefined;
  response.once("close", () => clearTimeout(timer));
  const wait = () => {
    timer = setTimeout(() => response.destroy(), leftMs);
  };
  for await (const chunk of chunks) {
    const dueMs = (Buffer.byteLength(chunk) / bytesPerSecond) * 1_000;
    leftMs = Math.min(leftMs, graceMs) + dueMs;
    const givenMs = performance.now();
    wait();
    yield chunk;
    clearTimeout(timer);
    leftMs -= performance.now() - givenMs;
  }
  // What was handed on last is still on its way.
  if (!response.closed) wait();
}
