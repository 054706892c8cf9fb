import { lotOfDocument } from "@boomgate/contracts";
import type { CountedHistory, HistoryCensus } from "../../ports/history-census.js";
import { documentPattern, withoutPrefix } from "./history-keys.js";
import { readDocument } from "./redis-plate-history-store.js";

/** The commands that are needed, of a node-redis client. */
interface CensusRedis {
  scanIterator(options: { MATCH: string; COUNT: number }): AsyncIterable<string[]>;
  mGet(keys: string[]): Promise<(string | null)[]>;
}

/** So few that other work waits for a millisecond at most. */
const KEYS_AT_ONCE = 100;

/** Uses SCAN, which reads a few keys at a time and does not block other commands. */
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
        // An unreadable document cannot be counted; events of its plate are parked with that reason.
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
