import {
  auditStreamOf,
  epochStreamOf,
  isHashedPlate,
  queueNamesOf,
  unacceptedStreamOf,
} from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import { checkStream, type MessageBroker } from "@boomgate/platform/messaging";
import type { Logger } from "@boomgate/platform/telemetry";
import { checkKeepsAll } from "../adapters/redis/check-keeps-all.js";
import { checkPlace } from "../store-epoch/check-place.js";
import { createKnownStays, openKnownReads, openLedgerBroker } from "./open-known-reads.js";
import { openRedis } from "./open-redis.js";
import { MemoryEpochRegister } from "../store-epoch/memory-epoch-register.js";
import { openEpochRegister } from "../store-epoch/open-epoch-register.js";
import { RedisPlateHistoryStore } from "../adapters/redis/redis-plate-history-store.js";
import { renewEpoch } from "../store-epoch/renew-epoch.js";
import { StoreEpoch, StoreLostError } from "../store-epoch/store-epoch.js";
import { storePlaceOf } from "../store-epoch/store-place.js";
import { createAuditTrail, createUnacceptedTrail } from "../adapters/amqp/stream-event-trail.js";
import { wipeHistories } from "../adapters/redis/wipe-histories.js";
import { createLedger, type StartedLedger } from "../adapters/amqp/create-ledger.js";
import { type BackendConfig, ledgerModeOf, readingOf, rulesOf } from "../config.js";
import { lifetimesOf, publishedKeptMs } from "../domain/lifetime.js";
import { createSink } from "../container.js";
import type { KnownStays } from "../ports/known-stays.js";
import { PlatesHashedError } from "./evidence.js";
import type { RebuildOptions } from "./options.js";
import type { RebuiltCounts } from "./rebuild-plates.js";
import { NO_LEDGER } from "../ports/outcome-ledger.js";
import { POSTED_UNCHECKED_MS } from "../processors/loaded-from.js";
import { rebuildStore, type StoreRebuild } from "./rebuild-store.js";

/** For clocks that differ and processes that pause. */
const MARGIN_MS = 3_000;

/** Redis has lost nothing, so a rebuild is not needed. */
export class StoreTrustedError extends Error {
  readonly code = "STORE_TRUSTED";

  constructor() {
    super("Redis holds all it acknowledged: there is nothing to rebuild (--force does it anyway)");
    this.name = "StoreTrustedError";
  }
}

/** Without a register nothing shows that Redis has lost something: a person has to say so with --force. */
export class NoRegisterError extends Error {
  readonly code = "NO_REGISTER";

  constructor(stream: string) {
    super(
      `the broker has no stream ${stream}, so nothing shows whether Redis has lost something. ` +
        "Is AMQP_URL right, and TOPOLOGY_PREFIX? If there never was one: --no-stream --force rebuilds from the sink, and backends have to be restarted afterwards",
    );
    this.name = "NoRegisterError";
  }
}

export interface RebuildBegin {
  /** Of the store. */
  readonly place: string;
  readonly waitMs: number;
  /** What is read: "the ledger, the stream and the sink". */
  readonly from: string;
  /** Why the ledger is not read; undefined when it is, or nobody asked for it. */
  readonly withoutLedger: string | undefined;
}

/**
 * Can be repeated after any failure.
 * @throws {StoreTrustedError} @throws {StoreElsewhereError} and what Redis, the broker or the sink fail with
 */
export async function runRebuild(
  config: BackendConfig,
  options: RebuildOptions,
  log: Logger,
  onBegin: (begin: RebuildBegin) => void,
  onPart: StoreRebuild["onPart"],
): Promise<RebuiltCounts> {
  const names = queueNamesOf(config);
  let broker: MessageBroker | undefined;
  let ledger: StartedLedger | undefined;
  const redis = await openRedis(config, (error) => log.warn({ err: error }, "redis is away"));
  const useStream = options.stream && !options.empty;
  const useSink = options.sink && !options.empty;
  try {
    await checkKeepsAll(redis);
    const place = storePlaceOf(config);
    const { keyPrefix } = place;
    const register = await openEpochRegister(config.AMQP_URL, epochStreamOf(names), log);
    if (register instanceof MemoryEpochRegister && !options.force)
      throw new NoRegisterError(epochStreamOf(names));
    if (!options.here) await checkPlace(register, place);
    const epoch = new StoreEpoch(redis, register, () => undefined, place);
    // All sources are checked before anything is changed: until here the store may still be a good one.
    if ((await isTrusted(epoch)) && !options.force) throw new StoreTrustedError();
    if (useStream) {
      for (const stream of [auditStreamOf(names), unacceptedStreamOf(names)]) {
        await checkStream(config.AMQP_URL, stream);
      }
    }
    if (useSink) await readable(createKnownStays(config), useStream);
    broker =
      ledgerModeOf(config) === "off" ? undefined : await openLedgerBroker(config, names, log);
    ledger = broker && createLedger(config, { broker, names, clock: systemClock, log });
    await ledger?.start();
    const { knownReads, refusal: withoutLedger } =
      options.ledger && !options.empty && broker && ledger?.isOn
        ? await openKnownReads(config, broker, names)
        : {};
    const from = listOf([
      ...(knownReads ? ["the ledger"] : []),
      ...(useStream ? ["the stream"] : []),
      ...(useSink ? ["the sink"] : []),
    ]);
    onBegin({ place: place.name, waitMs: useSink ? waitMsOf(config) : 0, from, withoutLedger });
    const storeOptions = {
      keyPrefix,
      timeoutMs: config.STORE_TIMEOUT_MS,
      replicas: config.STORE_REPLICAS,
      lifetimes: lifetimesOf(rulesOf(config)),
    };
    return await renewEpoch(redis, register, place, async (guard) => {
      if (!useStream && !knownReads) await wipeHistories(redis, keyPrefix);
      return rebuildStore({
        store: new RedisPlateHistoryStore(redis, guard, storeOptions),
        sink: createSink(config),
        ledger: ledger ?? NO_LEDGER,
        rules: rulesOf(config),
        clock: systemClock,
        waitMs: useSink ? waitMsOf(config) : 0,
        sources: {
          ledger: knownReads,
          isLedgerWhole: options.wholeLedger,
          trail: useStream
            ? createAuditTrail(config.AMQP_URL, names, readingOf(config))
            : undefined,
          knownStays: useSink ? createKnownStays(config) : undefined,
          parkedTrail: useStream
            ? createUnacceptedTrail(config.AMQP_URL, names, readingOf(config))
            : undefined,
          // As far back as an event can decide about a later one.
          stayedSince: new Date(Date.now() - publishedKeptMs(rulesOf(config))),
        },
        isPartial: options.partial,
        mostHeld: options.mostHeld,
        ...(onPart ? { onPart } : {}),
      });
    });
  } finally {
    await ledger?.stop();
    await broker?.close();
    redis.destroy();
  }
}

/** "a, b and c"; "nothing" of nothing. */
const listOf = (words: readonly string[]): string =>
  words.length < 2
    ? (words[0] ?? "nothing")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** @throws when Redis or the register does not answer */
async function isTrusted(epoch: StoreEpoch): Promise<boolean> {
  try {
    await epoch.ticket();
    return true;
  } catch (error) {
    if (error instanceof StoreLostError) return false;
    throw error;
  }
}

/** @throws when the sink cannot be read, or has hashes of plates and there is no stream to find the plates in */
async function readable(stays: KnownStays, useStream: boolean): Promise<void> {
  const since = useStream ? new Date() : new Date(0);
  for await (const some of stays.since(since)) {
    if (!useStream && some.some(({ plate }) => isHashedPlate(plate))) throw new PlatesHashedError();
    return; // either all stays have hashes, or none
  }
}

/** A backend posts for this long without asking whether its epoch is still valid, and a POST takes its own time. */
export const waitMsOf = (config: BackendConfig): number =>
  POSTED_UNCHECKED_MS + config.SUMMARY_TIMEOUT_MS + MARGIN_MS;
