export * from "./entry-generator/start-entry-generator.js";
export * from "./exit-generator/start-exit-generator.js";
export type { GeneratorCounts, RunningGenerator } from "./generator.js";
export * from "./parked-vehicles/memory-parked-vehicles.js";
export type { ParkedVehicles } from "./parked-vehicles/parked-vehicles.js";
export * from "./parked-vehicles/redis-parked-vehicles.js";
export { eventPublisherOver } from "./publishing/event-publisher-over.js";
export * from "./publishing/generator-metrics.js";
export { addSettingOptions, SCENARIO_OPTIONS, settingsGiven } from "./setting-options.js";
export { generatorProcessSettings } from "./run-generator.js";
export * from "./settings.js";
export { planOf, type ScenarioPlan } from "./scenarios/scenario-plan.js";
export { type OpenTruth, openTruth, TruthWriter } from "./truth/truth-writer.js";
export { audit, type Audit } from "./audit/audit.js";
export { auditJson } from "./audit/audit-json.js";
export { AUDIT_TOLERANCE_MS, auditSink } from "./audit/audit-sink.js";
export { auditTable } from "./audit/audit-table.js";
export { addLimitOptions } from "./audit/limit-options.js";
export { brokenLimits, type Limits } from "./audit/limits.js";
export type { SinkStay } from "./audit/sink-stay.js";
export {
  backfill,
  type Backfilled,
  type BackfillParts,
  type BackfillProgress,
} from "./backfill/backfill.js";
export { type Truth, truthOf } from "./truth/truth.js";
export type { TruthLine } from "./truth/truth-line.js";
export { backfillLine, rateOf, secondsLeft } from "./backfill/backfill-line.js";
export { parseTimeSpan } from "./backfill/time-span.js";
