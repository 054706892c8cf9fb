import type { ServerResponse } from "node:http";

export interface ReaderPace {
  /** A reader that reads less than this on average is disconnected. */
  readonly bytesPerSecond: number;
  /** Milliseconds of delay allowed besides, for networks that pause. */
  readonly graceMs: number;
}

/** Half an hour for a million stays; slower than any network a person would wait for. */
export const READER_PACE: ReaderPace = { bytesPerSecond: 16_384, graceMs: 60_000 };

/**
 * Passes chunks on as fast as a reader reads them, and disconnects a reader that reads a byte now and then: it would
 * never be silent, and could use one of the few exports for ever. The time to make a chunk does not count.
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
  // The last chunk may still be on its way to the reader.
  if (!response.closed) wait();
}
