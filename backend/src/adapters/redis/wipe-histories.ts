import { documentPattern } from "./history-keys.js";

/** The commands that are needed, of a node-redis client. */
interface WipeRedis {
  scanIterator(options: { MATCH: string; COUNT: number }): AsyncIterable<string[]>;
  unlink(keys: string[]): Promise<number>;
}

/**
 * Deletes all histories. What is left after a loss is wrong when the events cannot be read again: an entry whose
 * exit was lost looks like a car that is still inside.
 */
export async function wipeHistories(redis: WipeRedis, keyPrefix: string): Promise<void> {
  const pattern = documentPattern(keyPrefix);
  for await (const keys of redis.scanIterator({ MATCH: pattern, COUNT: 1_000 })) {
    if (keys.length > 0) await redis.unlink(keys);
  }
}
