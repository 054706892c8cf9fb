import type { RowSpec } from "./layout.js";
import { quantile } from "./quantile.js";
import { countedIn5Minutes, orNone, orZero } from "./zero.js";

/** What the backends make of the events, and the store they remember plates in. */
export const workRows: readonly RowSpec[] = [
  {
    title: "Processing: from events to stays",
    panels: [
      {
        kind: "stack",
        title: "Outcomes",
        description:
          "What became of the events. With the default seed traffic 80 % of the exits are unmatched.",
        unit: "eps",
        isColoredByMeaning: true,
        width: 10,
        runbook: "What outcomes mean",
        queries: [
          {
            // Of those that ever were: a dozen zeros would fill the legend.
            expr: "sum by (event_type, outcome) (rate(parking_events_total[$__rate_interval])) and sum by (event_type, outcome) (parking_events_total) > 0",
            legend: "{{event_type}} {{outcome}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Delivered again over 5 minutes",
        description:
          "Events that came a second time: the broker had delivered them before, a backend sent them round for another attempt, or gave them back as it stopped.",
        unit: "short",
        width: 7,
        decimals: 0,
        softMax: 1,
        runbook: "Events come again",
        queries: Object.entries({
          redelivered: "parking_redeliveries_total",
          "sent round": 'parking_events_total{outcome="retried"}',
          "given back": 'parking_events_total{outcome="released"}',
        }).map(([legend, counter]) => ({ expr: orZero(countedIn5Minutes(counter)), legend })),
      },
      {
        kind: "line",
        title: "Batch sizes, average",
        description: "Calls that share one request. 1 at rest; grows with the load by itself.",
        unit: "short",
        width: 7,
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
        title: "Store calls p50, p99",
        description: "Time of one load or save of plate histories in Redis.",
        unit: "s",
        width: 8,
        isLogarithmic: true,
        runbook: "The store is slow",
        queries: [0.5, 0.99].map((q) => ({
          expr: quantile(q, "parking_store_call_seconds", "call"),
          legend: `{{call}} p${q * 100}`,
        })),
      },
      {
        kind: "line",
        title: "Store conflicts",
        description:
          "Histories per second that another replica changed between load and save; they are loaded and computed again. Zero with one backend.",
        unit: "eps",
        width: 5,
        softMax: 0.1,
        runbook: "Replicas meet at one plate",
        queries: [
          {
            expr: "sum(rate(parking_store_conflicts_total[$__rate_interval]))",
            legend: "conflicts",
          },
        ],
      },
      {
        kind: "line",
        title: "Open stays in the store",
        description:
          "Stays whose exit is awaited, also those whose exit was missed: they are forgotten after MAX_STAY_MS. Occupancy on the dashboard Car parks counts only young ones.",
        unit: "short",
        width: 5,
        decimals: 0,
        runbook: "Open stays pile up",
        queries: [
          {
            expr: orNone("max by (lot) (parking_open_stays)", { lot: "no lot" }),
            legend: "{{lot}}",
          },
        ],
      },
      {
        kind: "stat",
        title: "Census age",
        description:
          "Since open stays and occupancy were counted, by the backend whose count is oldest. It rests 50 times as long as a count took, so with very many plates this grows.",
        unit: "s",
        width: 3,
        decimals: 0,
        runbook: "The census is old",
        alarm: 1_800,
        queries: [{ expr: "max(parking_lot_census_age_seconds)", legend: "oldest" }],
      },
      {
        kind: "stat",
        title: "Data in Redis",
        description: "Lost: Redis no longer has what it once acknowledged, and all events wait.",
        unit: "short",
        width: 3,
        runbook: "StoreLost",
        alarm: 1,
        states: ["all there", "lost"],
        queries: [{ expr: "max(parking_store_lost)", legend: "histories" }],
      },
    ],
  },
];
