import type { RowSpec } from "./layout.js";
import { quantile } from "./quantile.js";

/** What becomes of the events, in the backend and in the sink, and what it costs. */
export const workRows: readonly RowSpec[] = [
  {
    title: "Processing and out",
    panels: [
      {
        kind: "stack",
        title: "Outcomes",
        description:
          "What became of the events. With the default seed traffic 80 % of the exits are unmatched.",
        unit: "eps",
        isColoredByMeaning: true,
        width: 12,
        runbook: "EventsLost",
        queries: [
          {
            expr: "sum by (event_type, outcome) (rate(parking_events_total[$__rate_interval]))",
            legend: "{{event_type}} {{outcome}}",
          },
        ],
      },
      {
        kind: "stack",
        title: "Stays announced",
        description: "Summaries by what the sink made of them.",
        unit: "recps",
        isColoredByMeaning: true,
        width: 12,
        runbook: "StaysNotCommitted",
        queries: [
          {
            expr: "sum by (result) (rate(parking_summaries_total[$__rate_interval]))",
            legend: "{{result}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Store calls p50, p99",
        description: "Time of one load or save of plate histories in Redis.",
        unit: "s",
        width: 8,
        isLogarithmic: true,
        runbook: "HeldByDependency",
        queries: [0.5, 0.99].map((q) => ({
          expr: quantile(q, "parking_store_call_seconds", "call"),
          legend: `{{call}} p${q * 100}`,
        })),
      },
      {
        kind: "line",
        title: "Batch sizes, average",
        description: "Calls that share one request. 1 at rest; grows with the load by itself.",
        unit: "short",
        width: 8,
        runbook: "BacklogDrainsSlowly",
        queries: [
          {
            expr: "sum by (batch) (rate(parking_batch_size_sum[$__rate_interval])) / sum by (batch) (rate(parking_batch_size_count[$__rate_interval]))",
            legend: "{{batch}}",
          },
        ],
      },
      {
        kind: "line",
        title: "POST to the sink p50, p99",
        description: "Time of one request that carries stays to the summary API, by its result.",
        unit: "s",
        width: 8,
        isLogarithmic: true,
        runbook: "StaysNotCommitted",
        queries: [0.5, 0.99].map((q) => ({
          expr: quantile(q, "parking_summary_post_seconds", "result"),
          legend: `{{result}} p${q * 100}`,
        })),
      },
    ],
  },
  {
    title: "Sink",
    panels: [
      {
        kind: "line",
        title: "Commit p50, p99",
        description: "Time of one database transaction of the summary API.",
        unit: "s",
        width: 6,
        isLogarithmic: true,
        runbook: "StaysNotCommitted",
        queries: [0.5, 0.99].map((q) => ({
          expr: `histogram_quantile(${q}, sum by (le) (rate(parking_sink_commit_seconds_bucket[$__rate_interval])))`,
          legend: `p${q * 100}`,
        })),
      },
      {
        kind: "stack",
        title: "Summaries at the sink",
        description: "New or revised, known already, rejected.",
        unit: "recps",
        isColoredByMeaning: true,
        width: 6,
        runbook: "StaysNotCommitted",
        queries: [
          {
            expr: "sum by (result) (rate(parking_sink_summaries_total[$__rate_interval]))",
            legend: "{{result}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Rollups behind",
        description: "Age of the oldest stay that is not yet in the hours, days, months and years.",
        unit: "s",
        width: 6,
        runbook: "RollupsBehind",
        alarm: 300,
        queries: [
          {
            expr: "max by (period) (parking_sink_rollup_lag_seconds)",
            legend: "{{period}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Pages that watch live",
        description: "Browsers that hold the live stream of the page open.",
        unit: "short",
        width: 6,
        decimals: 0,
        runbook: "StaysNotCommitted",
        queries: [{ expr: "sum(parking_sink_live_clients)", legend: "pages" }],
      },
    ],
  },
  {
    title: "Saturation",
    panels: [
      {
        kind: "line",
        title: "Processor time",
        description: "Of one core, by process. Node runs our code on one core: 1 is full.",
        unit: "percentunit",
        width: 8,
        runbook: "BacklogDrainsSlowly",
        alarm: 1,
        queries: [
          {
            expr: 'rate(process_cpu_seconds_total{job!="prometheus"}[$__rate_interval])',
            legend: "{{job}} {{instance}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Memory",
        description: "Resident memory by process.",
        unit: "bytes",
        width: 8,
        runbook: "BrokerMemoryAlarm",
        queries: [
          {
            expr: 'process_resident_memory_bytes{job!="prometheus"}',
            legend: "{{job}} {{instance}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Event loop lag p99",
        description: "How long Node was busy when it should have turned to the next thing.",
        unit: "s",
        width: 8,
        runbook: "ProcessingBudgetBurnsFast",
        queries: [{ expr: "nodejs_eventloop_lag_p99_seconds", legend: "{{job}} {{instance}}" }],
      },
    ],
  },
];
