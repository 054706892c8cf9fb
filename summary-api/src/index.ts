export * from "./telemetry/sink-metrics.js";
export * from "./settings.js";
export * from "./start-summary-api.js";
export { createLedgerMetrics } from "./telemetry/ledger-metrics.js";
