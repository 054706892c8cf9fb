import { backoffMs } from "@boomgate/platform/clock";
import { redisAddressOf } from "@boomgate/platform/config";
import { createClient, defineScript } from "redis";
import { MARK_SCRIPT, REPLACE_SCRIPT } from "../../store-epoch/epoch-redis.js";
import { FLOOR_SCRIPT, POSTED_SCRIPT, SAVE_SCRIPT } from "./history-scripts.js";

interface RedisClientOptions {
  readonly url: string;
  readonly database: number;
  readonly onError: (error: Error) => void;
}

/**
 * A client that reconnects. Commands fail at once while the connection is down, so that
 * the caller decides how to wait.
 */
export function createHistoryRedis({ url, database, onError }: RedisClientOptions) {
  const { socket, ...login } = redisAddressOf(url);
  const client = createClient({
    ...login,
    database,
    disableOfflineQueue: true,
    // The library's time limit makes an AbortSignal for each command; the store has one limit for a batch.
    commandOptions: { timeout: 0 },
    socket: {
      ...socket,
      connectTimeout: 5_000,
      reconnectStrategy: (failures) => backoffMs(failures, { firstMs: 50, longestMs: 2_000 }),
    },
    scripts: {
      saveHistories: scriptOfKeys(SAVE_SCRIPT, (reply) => reply as string[]),
      postedHistories: scriptOfKeys(POSTED_SCRIPT, Number),
      floor: scriptOfKeys(FLOOR_SCRIPT, String),
      growMark: scriptOfOneKey(MARK_SCRIPT),
      replaceValue: scriptOfOneKey(REPLACE_SCRIPT),
    },
  });
  client.on("error", onError);
  return client;
}

export type HistoryRedisClient = ReturnType<typeof createHistoryRedis>;

/** A script over any number of keys; NUMBER_OF_KEYS of the client is for a fixed number. */
function scriptOfKeys<Reply>(script: string, transform: (reply: unknown) => Reply) {
  return defineScript({
    SCRIPT: script,
    parseCommand(parser, keys: readonly string[], given: readonly string[]) {
      parser.pushKeysLength(keys as string[]);
      parser.push(...given);
    },
    transformReply: transform,
  });
}

/** A script over one key and any arguments that returns a number. */
const scriptOfOneKey = (script: string) =>
  defineScript({
    NUMBER_OF_KEYS: 1,
    SCRIPT: script,
    parseCommand(parser, key: string, ...given: string[]) {
      parser.pushKey(key);
      parser.push(...given);
    },
    transformReply: (reply: unknown) => Number(reply),
  });
