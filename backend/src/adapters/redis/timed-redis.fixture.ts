import { createClient, defineScript } from "redis";
import { documentPattern } from "./history-keys.js";
import { FLOOR_SCRIPT, HISTORY_HEAD, POSTED_SCRIPT, SAVE_SCRIPT } from "./history-scripts.js";
import type { HistoryRedis } from "./redis-plate-history-store.js";

/** Later than any real clock, so that no key expires by the clock of Redis. */
const START_MS = Date.UTC(2200, 0, 1);

const TIME = "redis.call('TIME')";

export interface TimedRedis {
  readonly redis: HistoryRedis;
  now(): number;
  pass(ms: number): Promise<void>;
  close(): void;
}

/**
 * A real Redis with the real scripts and a clock that the test sets: the scripts read the time from their first
 * argument, and keys that are due are deleted before each call, as Redis does by its own clock.
 */
export async function openTimedRedis(url: string, keyPrefix: string): Promise<TimedRedis> {
  const client = createClient({
    url,
    database: 1,
    scripts: {
      saveTimed: timed(SAVE_SCRIPT),
      postedTimed: timed(POSTED_SCRIPT),
      floorTimed: timed(FLOOR_SCRIPT),
    },
  });
  client.on("error", () => undefined);
  await client.connect();
  let nowMs = START_MS;
  const time = () => [String(Math.floor(nowMs / 1_000)), String((nowMs % 1_000) * 1_000)];
  const expire = async () => {
    for await (const keys of client.scanIterator({
      MATCH: documentPattern(keyPrefix),
      COUNT: 10_000,
    })) {
      for (const key of keys) {
        const [, , , dueMs, unposted] = HISTORY_HEAD.exec((await client.get(key)) ?? "") ?? [];
        if (unposted === "" && Number(dueMs) <= nowMs) await client.del(key);
      }
    }
  };
  let isExpired = false;
  const after = async <T>(call: () => Promise<T>): Promise<T> => {
    if (!isExpired) await expire();
    isExpired = true;
    return call();
  };
  const redis: HistoryRedis = {
    mGet: (keys) => after(() => client.mGet(keys)),
    saveHistories: (keys, given) =>
      after(async () => (await client.saveTimed(keys, [...time(), ...given])) as string[]),
    postedHistories: (keys, given) =>
      after(async () => Number(await client.postedTimed(keys, [...time(), ...given]))),
    floor: (keys, given) =>
      after(async () => String(await client.floorTimed(keys, [...time(), ...given]))),
    time: async () => time(),
    wait: async () => 0,
  };
  return {
    redis,
    now: () => nowMs,
    pass: async (ms) => {
      nowMs += ms;
      isExpired = false;
    },
    close: () => client.destroy(),
  };
}

function timed(script: string) {
  if (script.split(TIME).length !== 2) throw new Error("the script does not ask for the time once");
  return defineScript({
    SCRIPT: `local clock = { table.remove(ARGV, 1), table.remove(ARGV, 1) }\n${script.replace(TIME, "clock")}`,
    parseCommand(parser, keys: readonly string[], given: readonly string[]) {
      parser.pushKeysLength(keys as string[]);
      parser.push(...given);
    },
    transformReply: (reply: unknown) => reply,
  });
}
