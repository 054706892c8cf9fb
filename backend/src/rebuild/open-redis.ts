import { untilAborted } from "@boomgate/platform/lifecycle";
import { createHistoryRedis } from "../adapters/redis/redis-client.js";
import type { BackendConfig } from "../config.js";

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects to the Redis of the histories; the caller destroys it.
 * @param onError - of the connection, also after it was lost
 * @throws {Error} when it does not answer
 */
export async function openRedis(config: BackendConfig, onError?: (error: unknown) => void) {
  let lastError: unknown;
  const redis = createHistoryRedis({
    url: config.REDIS_URL,
    database: config.STORE_DATABASE,
    onError: (error) => {
      lastError = error;
      onError?.(error);
    },
  });
  const connecting = untilAborted(redis.connect(), AbortSignal.timeout(CONNECT_TIMEOUT_MS));
  await connecting.catch((cause: unknown) => {
    redis.destroy();
    const { host } = new URL(config.REDIS_URL);
    throw new Error(`Redis at ${host} does not answer`, { cause: lastError ?? cause });
  });
  return redis;
}
