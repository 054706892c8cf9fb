import type { RowSpec } from "./layout.js";
import { quantile } from "./quantile.js";

/** The row that shows whether the pipeline is healthy. */
export const wellRow: RowSpec = {
  title: "Is it well?",
  panels: [
    {
      kind: "line",
      title: "Average event processing time over 5 minutes",
      description: "Time from delivery of an event to its settlement, averaged over 5 minutes.",
      unit: "s",
      width: 9,
      runbook: "ProcessingBudgetBurnsFast",
      alarm: 0.05,
      queries: [
        {
          expr: "sum by (event_type) (rate(parking_event_processing_seconds_sum[5m])) / sum by (event_type) (rate(parking_event_processing_seconds_count[5m]))",
          legend: "{{event_type}}",
        },
      ],
    },
    {
      kind: "line",
      title: "Successes and errors by type",
      description:
        "Events settled, and errors met, per second. An unmatched exit is an expected outcome and counts as a success.",
      unit: "eps",
      width: 9,
      runbook: "EventErrors",
      queries: [
        {
          expr: 'sum by (event_type) (rate(parking_events_total{outcome!~"parked|retried|released"}[$__rate_interval]))',
          legend: "{{event_type}} succeeded",
        },
        {
          // Of those that ever were: a dozen zeros would fill the legend.
          expr: "sum by (event_type, code) (rate(parking_event_errors_total[$__rate_interval])) and sum by (event_type, code) (parking_event_errors_total) > 0",
          legend: "{{event_type}} {{code}}",
          isBad: true,
        },
      ],
    },
    {
      kind: "stat",
      title: "Parked",
      description: "Messages that cannot be processed and wait for a person.",
      unit: "short",
      width: 3,
      runbook: "ParkedNotEmpty",
      alarm: 1,
      queries: [
        {
          expr: 'sum(rabbitmq_detailed_queue_messages{queue=~".*parking[.]parked"})',
          legend: "messages",
        },
      ],
    },
    {
      kind: "stat",
      title: "Held by",
      description: "Whether events wait in the backend for a dependency.",
      unit: "short",
      width: 3,
      runbook: "HeldByDependency",
      alarm: 1,
      states: ["free", "held"],
      queries: [{ expr: "max by (dependency) (parking_hold_active)", legend: "{{dependency}}" }],
    },
    {
      kind: "heatmap",
      title: "Processing time, all events",
      description: "How many events took how long. A second band means some wait for something.",
      unit: "s",
      width: 8,
      runbook: "ProcessingBudgetBurnsFast",
      queries: [
        {
          expr: "sum by (le) (increase(parking_event_processing_seconds_bucket[$__rate_interval]))",
          legend: "{{le}}",
        },
      ],
    },
    {
      kind: "line",
      title: "Processing time p50, p95, p99",
      description: "Half, 95 % and 99 % of the events are settled within these times.",
      unit: "s",
      width: 8,
      runbook: "ProcessingBudgetBurnsFast",
      alarm: 0.05,
      isLogarithmic: true,
      queries: [0.5, 0.95, 0.99].map((q) => ({
        expr: quantile(q, "parking_event_processing_seconds"),
        legend: `{{event_type}} p${q * 100}`,
      })),
    },
    {
      kind: "line",
      title: "End to end p50, p99",
      description:
        "Time from the publish of an event until the sink committed the stay it closed, corrected or voided; of no other event.",
      unit: "s",
      width: 8,
      runbook: "CommitBudgetBurnsFast",
      alarm: 5,
      isLogarithmic: true,
      queries: [0.5, 0.99].map((q) => ({
        expr: `histogram_quantile(${q}, sum by (le) (rate(parking_event_end_to_end_seconds_bucket[$__rate_interval])))`,
        legend: `p${q * 100}`,
      })),
    },
  ],
};
