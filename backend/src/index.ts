import "reflect-metadata";
export { DueRegister } from "./adapters/memory/due-register.js";
export { HISTORY_HEAD } from "./adapters/redis/history-scripts.js";
export {
  type HistoryRedis,
  readDocument,
  RedisPlateHistoryStore,
} from "./adapters/redis/redis-plate-history-store.js";
export { newestOf } from "./store-epoch/epoch-value.js";
export { renewEpoch } from "./store-epoch/renew-epoch.js";
export type { EpochRedis } from "./store-epoch/epoch-redis.js";
export { StoreEpoch } from "./store-epoch/store-epoch.js";
export { createCensusMetrics } from "./census/census-metrics.js";
export { LotCensus } from "./census/lot-census.js";
export { backendSettings, type BackendConfig, rulesOf } from "./config.js";
export type { BackendParts, RunningBackend } from "./backend-parts.js";
export { createMemoryStore, startBackend } from "./container.js";
export type { CountedFate, ReadCounts } from "./domain/read-counts.js";
export { destinationsOf } from "./pipeline/destinations.js";
export { createPipelineMetrics, createStoreMetrics } from "./pipeline/pipeline-metrics.js";
export { createQueueMetrics } from "./pipeline/queue-metrics.js";
export type { OutcomeLedger } from "./ports/outcome-ledger.js";
export type { PlateHistoryStore } from "./ports/plate-history-store.js";
export type { EpochRegister } from "./ports/epoch-register.js";
export type { EventTrail } from "./ports/event-trail.js";
export type { KnownRead, KnownReads } from "./ports/known-reads.js";
export type { KnownStays } from "./ports/known-stays.js";
export type { Reception, SummarySink } from "./ports/summary-sink.js";
export { rebuildStore } from "./rebuild/rebuild-store.js";
export { lifetimesOf } from "./domain/lifetime.js";
export { waitMsOf } from "./rebuild/start-rebuild.js";
