import { epochStreamOf, queueNamesOf } from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import { untilAborted } from "@boomgate/platform/lifecycle";
import type { MessageBroker } from "@boomgate/platform/messaging";
import type { Logger } from "@boomgate/platform/telemetry";
import { HttpKnownStays } from "../adapters/http/http-known-stays.js";
import { createHistoryRedis } from "../adapters/redis/redis-client.js";
import { RedisPlateHistoryStore } from "../adapters/redis/redis-plate-history-store.js";
import { floorByNow, storedPlates } from "../adapters/redis/stored-plates.js";
import { type BackendConfig, rulesOf } from "../config.js";
import { lifetimesOf } from "../domain/lifetime.js";
import { openEpochRegister } from "../store-epoch/open-epoch-register.js";
import { ReadingGuard } from "../store-epoch/reading-guard.js";
import { storePlaceOf } from "../store-epoch/store-place.js";
import { type CheckResult, checkStore } from "./check-store.js";
import { createKnownReads, openLedgerBroker } from "./open-known-reads.js";
import type { RebuildOptions } from "./options.js";

const CONNECT_TIMEOUT_MS = 10_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Compares Redis, ledger and sink, of which none is changed.
 * @throws {StoreLostError | LedgerNotReadableError | LedgerHashedError} and what Redis, the broker or the sink fail with
 */
export async function runCheck(
  config: BackendConfig,
  options: Pick<RebuildOptions, "days" | "mostHeld" | "settled" | "wholeLedger">,
  log: Logger,
): Promise<CheckResult> {
  const names = queueNamesOf(config);
  const rules = rulesOf(config);
  let lastError: unknown;
  let broker: MessageBroker | undefined;
  const redis = createHistoryRedis({
    url: config.REDIS_URL,
    database: config.STORE_DATABASE,
    onError: (error) => (lastError = error),
  });
  try {
    await untilAborted(redis.connect(), AbortSignal.timeout(CONNECT_TIMEOUT_MS)).catch((cause) => {
      const { host } = new URL(config.REDIS_URL);
      throw new Error(`Redis at ${host} does not answer`, { cause: lastError ?? cause });
    });
    const { keyPrefix } = storePlaceOf(config);
    const register = await openEpochRegister(config.AMQP_URL, epochStreamOf(names), log);
    broker = await openLedgerBroker(config, names, log);
    const store = new RedisPlateHistoryStore(redis, new ReadingGuard(register, keyPrefix), {
      keyPrefix,
      timeoutMs: config.STORE_TIMEOUT_MS,
      replicas: 0,
      lifetimes: lifetimesOf(rules),
    });
    return await checkStore({
      ledger: createKnownReads(config, broker, names),
      isLedgerWhole: options.wholeLedger,
      sink: new HttpKnownStays({
        url: config.SUMMARY_URL,
        token: config.SUMMARY_TOKEN,
        timeoutMs: config.SUMMARY_TIMEOUT_MS,
      }),
      store,
      storedPlates: () => storedPlates(redis, keyPrefix),
      floorMs: async () => floorByNow(redis, keyPrefix, (await store.load([])).nowMs),
      rules,
      clock: systemClock,
      periodMs: options.days * DAY_MS,
      settledMs: 1_000 * options.settled,
      mostHeld: options.mostHeld,
    });
  } finally {
    await broker?.close();
    redis.destroy();
  }
}
