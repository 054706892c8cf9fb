import { lotOfDocument } from "@boomgate/contracts";
import type { CountedHistory, HistoryCensus } from "../../ports/history-census.js";
import { documentPattern, withoutPrefix } from "./history-keys.js";
import { readDocument } from "./redis-plate-history-store.js";

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
    const MATCH = documentPattern(this.keyPrefix);
    for await (const keys of this.redis.scanIterator({ MATCH, COUNT: KEYS_AT_ONCE })) {
      if (keys.length === 0) continue;
      const texts = await this.redis.mGet(keys);
      yield keys.flatMap((key, index) => {
        const document = readDocument(texts[index] ?? null);
        // Nobody knows what an unreadable one holds; events of its plate are parked and say so.
        if ("unreadable" in document) return [];
        return [
          {
            lotId: lotOfDocument(withoutPrefix(this.keyPrefix, key)),
            history: document.history,
          },
        ];
      });
    }
  }
}
