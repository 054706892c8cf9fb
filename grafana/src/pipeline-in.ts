import type { RowSpec } from "./layout.js";
import { quantile } from "./quantile.js";
import { orZero } from "./zero.js";

/** From the gates into the queues. */
export const inRows: readonly RowSpec[] = [
  {
    title: "In: the gates publish",
    panels: [
      {
        kind: "stack",
        title: "Events accepted",
        description:
          "Confirmed by the broker to a generator, per second. From here on none may be lost.",
        unit: "eps",
        width: 7,
        runbook: "GeneratorSilent",
        queries: [
          {
            expr: 'sum by (routing_key) (rate(parking_messages_confirmed_total{exchange=~".*parking[.]events"}[$__rate_interval]))',
            legend: "{{routing_key}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Publishes that failed",
        description:
          "Per second: came back because no queue is bound; refused, or without a confirm when the connection broke; attempts of a generator that failed, at the broker or at the parked vehicles in Redis. All are tried again; zero is what one wants.",
        unit: "eps",
        width: 7,
        runbook: "Publishes fail",
        queries: [
          {
            expr: orZero("sum(rate(parking_messages_returned_total[$__rate_interval]))"),
            legend: "returned",
          },
          {
            expr: orZero("sum(rate(parking_messages_refused_total[$__rate_interval]))"),
            legend: "refused",
          },
          {
            expr: orZero(
              'sum(rate(parking_generator_failures_total{step="publish"}[$__rate_interval]))',
            ),
            legend: "generator at the broker",
          },
          {
            expr: orZero(
              'sum(rate(parking_generator_failures_total{step="store"}[$__rate_interval]))',
            ),
            legend: "generator at Redis",
          },
        ],
      },
      {
        kind: "line",
        title: "Confirm of a publish p50, p99",
        description:
          "How long the broker takes to confirm a message that it stored. Backends publish only what they park or retry.",
        unit: "s",
        width: 7,
        isLogarithmic: true,
        runbook: "Confirms are slow",
        queries: [0.5, 0.99].map((q) => ({
          expr: quantile(q, "parking_message_confirm_seconds", "job"),
          legend: `{{job}} p${q * 100}`,
        })),
      },
      {
        kind: "stat",
        title: "Broker",
        description:
          "What the publishers of each kind meet: blocked means that the broker has no memory or disk left, away that one of them has no connection.",
        unit: "short",
        width: 3,
        runbook: "PublisherBlocked",
        alarm: 1,
        states: ["open", "blocked", "away", "away"],
        queries: [
          {
            expr: "max by (job) (parking_broker_blocked) + 2 * (1 - min by (job) (parking_broker_connected))",
            legend: "{{job}}",
          },
        ],
      },
    ],
  },
  {
    title: "Waiting: the queues",
    panels: [
      {
        kind: "stack",
        title: "Queue depth",
        description:
          "Messages that wait, that are in hand of a consumer, and that will be tried once more.",
        unit: "short",
        width: 7,
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
        title: "Backlog drains in",
        description:
          "What waits, divided by the pace of the last 5 minutes. Nothing is drawn while that pace is zero.",
        unit: "s",
        width: 5,
        runbook: "BacklogDrainsSlowly",
        alarm: 600,
        queries: [{ expr: "parking:backlog_drain:seconds < Inf", legend: "at this pace" }],
      },
      {
        kind: "line",
        title: "Wait in the queue p50, p99",
        description: "Time from publish to delivery.",
        unit: "s",
        width: 6,
        isLogarithmic: true,
        runbook: "BacklogDrainsSlowly",
        queries: [0.5, 0.99].map((q) => ({
          expr: quantile(q, "parking_event_queue_wait_seconds"),
          legend: `{{event_type}} p${q * 100}`,
        })),
      },
      {
        kind: "line",
        title: "Consumers",
        description:
          "Consumers by queue: one for each backend, as the broker and as the backends see it. The parked and retry queues have none.",
        unit: "short",
        width: 6,
        decimals: 0,
        runbook: "NoConsumer",
        queries: [
          {
            expr: 'sum by (queue) (rabbitmq_detailed_queue_consumers{queue=~".*vehicle_(entries|exits)"})',
            legend: "{{queue}}",
          },
          {
            expr: "sum by (queue) (parking_consumer_active)",
            legend: "{{queue}}, say the backends",
          },
        ],
      },
    ],
  },
];
