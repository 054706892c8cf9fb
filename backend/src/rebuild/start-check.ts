import { epochStreamOf, queueNamesOf } from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import type { MessageBroker } from "@boomgate/platform/messaging";
import type { Logger } from "@boomgate/platform/telemetry";
import { RedisPlateHistoryStore } from "../adapters/redis/redis-plate-history-store.js";
import { floorByNow, storedPlates } from "../adapters/redis/stored-plates.js";
import { type BackendConfig, rulesOf } from "../config.js";
import { lifetimesOf } from "../domain/lifetime.js";
import { openEpochRegister } from "../store-epoch/open-epoch-register.js";
import { ReadingGuard } from "../store-epoch/reading-guard.js";
import { storePlaceOf } from "../store-epoch/store-place.js";
import { type CheckResult, checkStore } from "./check-store.js";
import { createKnownReads, createKnownStays, openLedgerBroker } from "./open-known-reads.js";
import { openRedis } from "./open-redis.js";
import type { RebuildOptions } from "./options.js";

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
  let broker: MessageBroker | undefined;
  const redis = await openRedis(config);
  try {
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
      sink: createKnownStays(config),
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
