import {
  Counter,
  Gauge,
  Histogram,
  HotHistogram,
  latencyBucketsSeconds,
  type Registry,
} from "@boomgate/platform/telemetry";

export type SinkMetrics = ReturnType<typeof createSinkMetrics>;

/** All metrics of the summary API. */
export const createSinkMetrics = (registry: Registry) => ({
  requests: new Counter({
    name: "parking_sink_requests_total",
    help: "HTTP requests answered, by the pattern of their route.",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  }),
  requestSeconds: new HotHistogram({
    name: "parking_sink_request_seconds",
    help: "Time from a request to the end of its answer, without the live stream and exports.",
    labelNames: ["route"],
    buckets: latencyBucketsSeconds,
    registers: [registry],
  }),
  summaries: new Counter({
    name: "parking_sink_summaries_total",
    help: "Summaries received, by result.",
    labelNames: ["result"], // stored, known, rejected
    registers: [registry],
  }),
  commitSeconds: new HotHistogram<never>({
    name: "parking_sink_commit_seconds",
    help: "Time of one database transaction that stores summaries.",
    labelNames: [],
    buckets: latencyBucketsSeconds,
    registers: [registry],
  }),
  commitRows: new Histogram({
    name: "parking_sink_commit_rows",
    help: "Summaries in one database transaction.",
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
    registers: [registry],
  }),
  openBatches: new Gauge({
    name: "parking_sink_open_batches",
    help: "Batches that are being committed.",
    registers: [registry],
  }),
  rollupLag: new Gauge({
    name: "parking_sink_rollup_lag_seconds",
    help: "Age of the oldest change of a stay that the rollups of the period do not contain yet.",
    labelNames: ["period"],
    registers: [registry],
  }),
  rawDeleted: new Counter({
    name: "parking_sink_raw_deleted_total",
    help: "Raw stays deleted after their retention, with their replaced revisions.",
    registers: [registry],
  }),
  diskFull: new Gauge({
    name: "parking_sink_disk_full",
    help: "1 while the last write to a place failed because of a full disk.",
    labelNames: ["place"], // database, summary_log
    registers: [registry],
  }),
  liveClients: new Gauge({
    name: "parking_sink_live_clients",
    help: "Readers of the live stream.",
    registers: [registry],
  }),
});

/**
 * Sets counters to 0 before anything has happened: a counter that first appears with 1 has, for Prometheus, never increased.
 * @param intakeRoute - pattern of the route that receives summaries
 */
export function presetMetrics(metrics: SinkMetrics, intakeRoute: string): void {
  for (const result of ["stored", "known", "rejected"]) metrics.summaries.inc({ result }, 0);
  for (const status of [200, 201, 500, 503]) {
    metrics.requests.inc({ method: "POST", route: intakeRoute, status }, 0);
  }
}
