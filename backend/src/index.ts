export { MemoryPlateHistoryStore } from "./adapters/memory-plate-history-store.js";
export { backendSettings, type BackendConfig } from "./config.js";
export type { Account, Tally } from "./domain/tally.js";
export { createPipelineMetrics } from "./pipeline/pipeline-metrics.js";
export type {
  HistoryChange,
  PlateHistoryStore,
  VersionedHistory,
} from "./ports/plate-history-store.js";
export type { Reception, SummarySink } from "./ports/summary-sink.js";
export { type RunningBackend, startBackend, type StartBackendParts } from "./start-backend.js";
