import { backlogDrain } from "./backlog-drain.js";
import type { RowSpec } from "./layout.js";
import { quantile } from "./quantile.js";
import { countedIn5Minutes, orZero } from "./zero.js";
import { gatewayRow } from "./pipeline-gateway.js";

/** From the gates into the queues. */
export const inRows: readonly RowSpec[] = [
  {
    title: "In: the gates publish",
    panels: [
      {
        kind: "stack",
        title: "Events accepted",
        description:
          "Confirmed by the broker to a generator or the gateway, per second. From here on none may be lost.",
        unit: "eps",
        width: 7,
        runbook: "GeneratorSilent",
        queries: [
          {
            expr: 'sum by (exchange) (rate(parking_events_confirmed_total{exchange=~".*parking[.](entries|exits)"}[$__rate_interval]))',
            legend: "{{exchange}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Publishes that failed over 5 minutes",
        description:
          "Returned: no queue is bound. Refused by the broker, or without a confirm when the connection broke. Attempts of a generator that failed, at the broker or at the parked vehicles in Redis. All are tried again; zero is what one wants.",
        unit: "short",
        width: 7,
        decimals: 0,
        softMax: 1,
        runbook: "Publishes fail",
        queries: Object.entries({
          returned: "parking_messages_returned_total",
          refused: "parking_messages_refused_total",
          "generator at the broker": 'parking_generator_failures_total{step="publish"}',
          "generator at Redis": 'parking_generator_failures_total{step="store"}',
        }).map(([legend, counter]) => ({ expr: orZero(countedIn5Minutes(counter)), legend })),
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
  gatewayRow,
  {
    title: "Waiting: the queues",
    panels: [
      {
        kind: "stack",
        title: "Queue depth",
        description:
          "Messages that wait, that are in hand of a consumer, and that will be tried once more. A message may hold up to 100 events.",
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
            expr: 'sum(rabbitmq_detailed_queue_messages{queue=~".*parking[.]retry[.].+"})',
            legend: "to be retried",
          },
        ],
      },
      {
        kind: "line",
        title: "Backlog drains in",
        width: 5,
        ...backlogDrain,
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
