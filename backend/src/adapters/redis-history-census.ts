import type { CountedHistory, HistoryCensus } from "../ports/history-census.js";
import { decodeHistory } from "./history-codec.js";

/** The two commands it needs. */
export interface CensusRedis {
  scanIterator(options: { MATCH: string; COUNT: number }): AsyncIterable<string[]>;
  mGet(keys: string[]): Promise<(string | null)[]>;
}

/** Few enough that nothing else waits for more than a millisecond. */
const KEYS_AT_ONCE = 100;

/** By SCAN, which looks at a few keys at a time and blocks nobody. */
export class RedisHistoryCensus implements HistoryCensus {
  constructor(
    private readonly redis: CensusRedis,
    private readonly keyPrefix: string,
  ) {}

  async *histories(): AsyncIterable<readonly CountedHistory[]> {
    const start = `${this.keyPrefix}history:`;
    const MATCH = `${start.replace(/[\\*?[\]]/g, "\\$&")}*`;
    for await (const keys of this.redis.scanIterator({ MATCH, COUNT: KEYS_AT_ONCE })) {
      if (keys.length === 0) continue;
      const texts = await this.redis.mGet(keys);
      yield keys.map((key, index) => ({
        // A plate holds only letters, marks and digits, so the first colon after it ends it.
        lotId: key.slice(key.indexOf(":", start.length) + 1),
        history: decodeHistory(texts[index] ?? null).history,
      }));
    }
  }
}
