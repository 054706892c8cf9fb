export { MemoryPlateHistoryStore } from "./adapters/memory-plate-history-store.js";
export { backendSettings, type BackendConfig } from "./config.js";
export type { Account, Tally } from "./domain/tally.js";
export { createPipelineMetrics } from "./pipeline/pipeline-metrics.js";
export { type RunningBackend, startBackend } from "./start-backend.js";
