import { Counter, Gauge, Histogram, type Registry } from "@boomgate/platform/telemetry";

export type LedgerMetrics = ReturnType<typeof createLedgerMetrics>;

/**
 * Metrics of the ledger, of a summary API that has one.
 * @param isConsuming - asked at each scrape; left out for the catalogue
 */
export const createLedgerMetrics = (registry: Registry, isConsuming = () => false) => ({
  outcomes: new Counter({
    name: "parking_ledger_outcomes_total",
    help: "Outcomes of reads stored in the ledger, copies included.",
    registers: [registry],
  }),
  parked: new Counter({
    name: "parking_ledger_parked_total",
    help: "Parked: messages of outcomes that could not be read, and outcomes that the database refused.",
    registers: [registry],
  }),
  inHand: new Gauge({
    name: "parking_ledger_in_hand",
    help: "Messages of outcomes taken from their queue and neither stored nor parked yet.",
    registers: [registry],
  }),
  commitOutcomes: new Histogram({
    name: "parking_ledger_commit_outcomes",
    help: "Outcomes in one database transaction.",
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000],
    registers: [registry],
  }),
  lagSeconds: new Histogram({
    name: "parking_ledger_lag_seconds",
    help: "Time from publishing of a message of outcomes until its commit; published in whole seconds.",
    buckets: [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800],
    registers: [registry],
  }),
  consuming: new Gauge({
    name: "parking_ledger_consuming",
    help: "1 while outcomes are taken from their queue and stored, 0 while broker or database are away.",
    registers: [registry],
    collect() {
      this.set(isConsuming() ? 1 : 0);
    },
  }),
  deleted: new Counter({
    name: "parking_ledger_deleted_total",
    help: "Steps of deleting reads after their retention: a day, or some hundred reads.",
    registers: [registry],
  }),
});
