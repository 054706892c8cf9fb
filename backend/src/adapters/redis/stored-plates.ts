import { floorAt, floorKeysOf } from "@boomgate/contracts";
import type { PlateKey } from "../../domain/plate-history.js";
import { documentPattern, withoutPrefix } from "./history-keys.js";

interface ScanRedis {
  scanIterator(options: { MATCH: string; COUNT: number }): AsyncIterable<string[]>;
}

const KEYS_AT_ONCE = 500;

/** The plates that have a document, some at a time; one that is added or deleted meanwhile may be missing or come twice. */
export async function* storedPlates(
  redis: ScanRedis,
  keyPrefix: string,
): AsyncIterable<readonly PlateKey[]> {
  const MATCH = documentPattern(keyPrefix);
  for await (const keys of redis.scanIterator({ MATCH, COUNT: KEYS_AT_ONCE })) {
    yield keys.map((key) => {
      const text = withoutPrefix(keyPrefix, key);
      const colon = text.indexOf(":");
      return { plate: text.slice(0, colon), lotId: text.slice(colon + 1) };
    });
  }
}

interface FloorRedis {
  get(key: string): Promise<string | null>;
  zRangeWithScores(
    key: string,
    from: number,
    to: number,
  ): Promise<{ value: string; score: number }[]>;
  time(): Promise<Date | readonly unknown[]>;
}

/** The floor by now, ms since 1970, without raising the stored one; -Infinity while nothing was forgotten. */
export async function floorByNow(
  redis: FloorRedis,
  keyPrefix: string,
  nowMs: number,
): Promise<number> {
  const [floorKey, registerKey] = floorKeysOf(keyPrefix);
  const [entries, text] = await Promise.all([
    redis.zRangeWithScores(registerKey, 0, -1),
    redis.get(floorKey),
  ]);
  const register = entries.map(({ value, score }) => ({
    dueMs: Number(value),
    mattersUntilMs: score,
  }));
  const { floorMs } = floorAt({ text: text ?? undefined, register }, nowMs);
  return floorMs ?? Number.NEGATIVE_INFINITY;
}
