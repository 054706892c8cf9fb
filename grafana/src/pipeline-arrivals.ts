import type { RowSpec } from "./layout.js";
import { quantile } from "./quantile.js";

/** What one looks at first, and what comes in. */
export const arrivalRows: readonly RowSpec[] = [
  {
    title: "Is it well?",
    panels: [
      {
        kind: "line",
        title: "Average event processing time over 5 minutes",
        description: "Time from delivery of an event to its settlement, averaged over 5 minutes.",
        unit: "s",
        width: 10,
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
        width: 10,
        runbook: "EventErrors",
        queries: [
          {
            expr: 'sum by (event_type) (rate(parking_events_total{outcome!~"parked|retried"}[$__rate_interval]))',
            legend: "{{event_type}} succeeded",
          },
          {
            expr: "sum by (event_type, code) (rate(parking_event_errors_total[$__rate_interval]))",
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
        width: 4,
        runbook: "ParkedNotEmpty",
        alarm: 1,
        queries: [
          {
            expr: 'sum(rabbitmq_detailed_queue_messages{queue=~".*vehicle_events[.]parked"})',
            legend: "messages",
          },
        ],
      },
      {
        kind: "heatmap",
        title: "Processing time, all events",
        description: "How many events took how long. A second band means some wait for something.",
        unit: "s",
        width: 10,
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
        width: 10,
        runbook: "ProcessingBudgetBurnsFast",
        alarm: 0.05,
        isLogarithmic: true,
        queries: [0.5, 0.95, 0.99].map((q) => ({
          expr: quantile(q, "parking_event_processing_seconds"),
          legend: `{{event_type}} p${q * 100}`,
        })),
      },
      {
        kind: "stat",
        title: "Held by",
        description: "Whether events wait in the backend for a dependency.",
        unit: "short",
        width: 4,
        runbook: "HeldByDependency",
        alarm: 1,
        states: ["free", "held"],
        queries: [{ expr: "max by (dependency) (parking_hold_active)", legend: "{{dependency}}" }],
      },
    ],
  },
  {
    title: "In and waiting",
    panels: [
      {
        kind: "stack",
        title: "Events accepted",
        description:
          "Confirmed by the broker to a generator, per second. From here on none may be lost.",
        unit: "eps",
        width: 8,
        runbook: "GeneratorSilent",
        queries: [
          {
            expr: 'sum by (routing_key) (rate(parking_messages_confirmed_total{exchange=~".*parking[.]events"}[$__rate_interval]))',
            legend: "{{routing_key}}",
          },
        ],
      },
      {
        kind: "stack",
        title: "Queue depth",
        description:
          "Messages that wait, that are in hand of a consumer, and that will be tried once more.",
        unit: "short",
        width: 8,
        decimals: 0,
        runbook: "BacklogGrowing",
        queries: [
          {
            expr: 'sum by (queue) (rabbitmq_detailed_queue_messages_ready{queue=~".*vehicle_(entries|exits)"})',
            legend: "{{queue}} waiting",
          },
          {
            expr: 'sum by (queue) (rabbitmq_detailed_queue_messages_unacked{queue=~".*vehicle_(entries|exits)"})',
            legend: "{{queue}} in hand",
          },
          {
            expr: 'sum(rabbitmq_detailed_queue_messages{queue=~".*vehicle_events[.]retry[.].+"})',
            legend: "to be retried",
          },
        ],
      },
      {
        kind: "line",
        title: "Consumers",
        description:
          "Consumers by queue: one for each backend. The parked and retry queues have none.",
        unit: "short",
        width: 8,
        decimals: 0,
        runbook: "NoConsumer",
        queries: [
          {
            expr: 'sum by (queue) (rabbitmq_detailed_queue_consumers{queue=~".*vehicle_(entries|exits)"})',
            legend: "{{queue}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Wait in the queue p50, p99",
        description: "Time from publish to delivery.",
        unit: "s",
        width: 12,
        isLogarithmic: true,
        runbook: "BacklogDrainsSlowly",
        queries: [0.5, 0.99].map((q) => ({
          expr: quantile(q, "parking_event_queue_wait_seconds"),
          legend: `{{event_type}} p${q * 100}`,
        })),
      },
      {
        kind: "line",
        title: "Confirm of a publish p50, p99",
        description: "How long the broker takes to confirm a message that it stored.",
        unit: "s",
        width: 12,
        isLogarithmic: true,
        runbook: "PublisherBlocked",
        queries: [0.5, 0.99].map((q) => ({
          expr: quantile(q, "parking_message_confirm_seconds", "job"),
          legend: `{{job}} p${q * 100}`,
        })),
      },
    ],
  },
];
