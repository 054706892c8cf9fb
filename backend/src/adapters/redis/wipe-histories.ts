import { documentPattern } from "./history-keys.js";

/** The two commands it needs. */
export interface WipeRedis {
  scanIterator(options: { MATCH: string; COUNT: number }): AsyncIterable<string[]>;
  unlink(keys: string[]): Promise<number>;
}

/**
 * Forgets every plate: what is left of a lost store is worse than nothing when its events cannot be read
 * again, as an entry whose exit was forgotten looks like a car that is still inside.
 */
export async function wipeHistories(redis: WipeRedis, keyPrefix: string): Promise<void> {
  const pattern = documentPattern(keyPrefix);
  for await (const keys of redis.scanIterator({ MATCH: pattern, COUNT: 1_000 })) {
    if (keys.length > 0) await redis.unlink(keys);
  }
}
