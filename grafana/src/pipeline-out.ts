import type { RowSpec } from "./layout.js";
import { quantile } from "./quantile.js";
import { countedIn5Minutes, orNone, orZero } from "./zero.js";

/** Months and years are computed more rarely, so they may be further behind. */
const ROLLUPS = [
  { periods: "hours and days", selector: "hour|day", alarm: 300 },
  { periods: "months and years", selector: "month|year", alarm: 7_200 },
] as const;

/** What leaves the pipeline: stays to the sink, and what no retry can help to a person. */
export const outRows: readonly RowSpec[] = [
  {
    title: "Out: outcomes into the ledger",
    panels: [
      {
        kind: "line",
        title: "Outcomes stored",
        description:
          "What became of reads, as the ledger of the summary API stores it. Empty with LEDGER=off.",
        unit: "recps",
        width: 8,
        runbook: "The ledger is behind",
        queries: [
          {
            expr: "sum(rate(parking_ledger_outcomes_total[$__rate_interval]))",
            legend: "outcomes",
          },
          {
            expr: "sum(rate(parking_ledger_parked_total[$__rate_interval]))",
            legend: "parked",
          },
        ],
      },
      {
        kind: "line",
        title: "Ledger lag p50, p99",
        description: "Time from publishing of outcomes until their commit.",
        unit: "s",
        width: 8,
        isLogarithmic: true,
        runbook: "The ledger is behind",
        queries: [0.5, 0.99].map((q) => ({
          expr: `histogram_quantile(${q}, sum by (le) (rate(parking_ledger_lag_seconds_bucket[$__rate_interval])))`,
          legend: `p${q * 100}`,
        })),
      },
      {
        kind: "line",
        title: "Ledgers that consume",
        description:
          "Summary APIs that take outcomes from their queue, and messages in their hands.",
        unit: "short",
        width: 8,
        runbook: "The ledger is behind",
        queries: [
          { expr: "sum(parking_ledger_consuming)", legend: "consuming" },
          { expr: "sum(parking_ledger_in_hand)", legend: "messages in hand" },
        ],
      },
    ],
  },
  {
    title: "Out: stays into the sink",
    panels: [
      {
        kind: "stack",
        title: "Stays announced",
        description: "Summaries the backends sent, by what the sink made of them.",
        unit: "recps",
        isColoredByMeaning: true,
        width: 8,
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
        title: "POST to the sink p50, p99",
        description: "Time of one request that carries stays to the summary API, by its result.",
        unit: "s",
        width: 8,
        isLogarithmic: true,
        runbook: "The sink is slow",
        queries: [0.5, 0.99].map((q) => ({
          expr: quantile(q, "parking_summary_post_seconds", "result"),
          legend: `{{result}} p${q * 100}`,
        })),
      },
      {
        kind: "stack",
        title: "Summaries at the sink",
        description: "What the summary API made of them: new or revised, known already, rejected.",
        unit: "recps",
        isColoredByMeaning: true,
        width: 8,
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
        title: "Commit p50, p99",
        description: "Time of one database transaction of the summary API.",
        unit: "s",
        width: 6,
        isLogarithmic: true,
        runbook: "The sink is slow",
        queries: [0.5, 0.99].map((q) => ({
          expr: `histogram_quantile(${q}, sum by (le) (rate(parking_sink_commit_seconds_bucket[$__rate_interval])))`,
          legend: `p${q * 100}`,
        })),
      },
      {
        kind: "line",
        title: "Commits and their rows",
        description:
          "Transactions per second, summaries in one on average, and how many are under way. Rows grow with the load by themselves.",
        unit: "short",
        width: 5,
        runbook: "The sink is slow",
        queries: [
          {
            expr: "sum(rate(parking_sink_commit_rows_count[$__rate_interval]))",
            legend: "commits per second",
          },
          {
            expr: "sum(rate(parking_sink_commit_rows_sum[$__rate_interval])) / sum(rate(parking_sink_commit_rows_count[$__rate_interval]))",
            legend: "rows of a commit",
          },
          { expr: "sum(parking_sink_open_batches)", legend: "under way" },
        ],
      },
      ...ROLLUPS.map(
        ({ periods, selector, alarm }) =>
          ({
            kind: "line",
            title: `Rollups behind, ${periods}`,
            description: `Age of the oldest stay that is not yet in the ${periods}.`,
            unit: "s",
            width: 5,
            runbook: "RollupsBehind",
            alarm,
            queries: [
              {
                expr: `max by (period) (parking_sink_rollup_lag_seconds{period=~"${selector}"})`,
                legend: "{{period}}",
              },
            ],
          }) as const,
      ),
      {
        kind: "stat",
        title: "Disk of the sink",
        description: "Whether the last write of the summary API found its disk full.",
        unit: "short",
        width: 3,
        runbook: "The disk is full",
        alarm: 1,
        states: ["space", "full"],
        queries: [{ expr: "max by (place) (parking_sink_disk_full)", legend: "{{place}}" }],
      },
    ],
  },
  {
    title: "Parked: what waits for a person",
    panels: [
      {
        kind: "line",
        title: "Parked by cause over 5 minutes",
        description: "Messages put into the parking lot, by the code of their cause.",
        unit: "short",
        width: 8,
        decimals: 0,
        softMax: 1,
        runbook: "ParkedNotEmpty",
        queries: [
          {
            expr: orNone(countedIn5Minutes("parking_messages_parked_total", "code"), {
              code: "none",
            }),
            legend: "{{code}}",
            isBad: true,
          },
        ],
      },
      {
        kind: "line",
        title: "Sent back or from elsewhere over 5 minutes",
        description:
          "Settled events that no generator counted: replayed from the parking lot by an operator, or of a publisher that is not watched.",
        unit: "short",
        width: 8,
        decimals: 0,
        softMax: 1,
        runbook: "Parked messages are sent back",
        queries: ["replayed", "foreign"].map((source) => ({
          expr: orZero(
            countedIn5Minutes(`parking_events_from_elsewhere_total{source="${source}"}`),
          ),
          legend: source,
        })),
      },
      {
        kind: "line",
        title: "Fields ignored over 5 minutes",
        description:
          "Optional fields of events that were null, of another type or nonsense, and taken as absent: the events were processed.",
        unit: "short",
        width: 8,
        decimals: 0,
        softMax: 1,
        runbook: "Fields of events are ignored",
        queries: [
          {
            expr: orNone(countedIn5Minutes("parking_event_fields_ignored_total", "field"), {
              field: "none",
            }),
            legend: "{{field}}",
          },
          {
            expr: countedIn5Minutes("parking_gateway_fields_ignored_total", "field"),
            legend: "{{field}}, at the gateway",
          },
        ],
      },
    ],
  },
];
