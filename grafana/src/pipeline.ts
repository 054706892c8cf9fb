import type { DashboardSpec } from "./layout.js";

const quantile = (q: number, metric: string, by = "event_type") =>
  `histogram_quantile(${q}, sum by (${by}, le) (rate(${metric}_bucket[$__rate_interval])))`;

/** From gate to stay: in, waiting, processing, out, parked. */
export const pipeline: DashboardSpec = {
  uid: "boomgate-pipeline",
  title: "Pipeline",
  description: "The way of the events: in, waiting, processing, out, parked.",
  rows: [
    {
      title: "Is it well?",
      panels: [
        {
          kind: "line",
          title: "Average event processing time over 5 minutes",
          description: "Time from delivery of an event to its settlement, averaged over 5 minutes.",
          unit: "s",
          width: 12,
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
          unit: "reqps",
          width: 12,
          runbook: "EventErrors",
          queries: [
            {
              expr: 'sum by (event_type) (rate(parking_events_total{outcome!~"parked|retried"}[$__rate_interval]))',
              legend: "{{event_type}} succeeded",
            },
            {
              expr: "sum by (event_type, code) (rate(parking_event_errors_total[$__rate_interval]))",
              legend: "{{event_type}} {{code}}",
            },
          ],
        },
        {
          kind: "heatmap",
          title: "Processing time, all events",
          description:
            "How many events took how long. A second band means some wait for something.",
          unit: "s",
          width: 12,
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
          width: 12,
          runbook: "ProcessingBudgetBurnsFast",
          alarm: 0.05,
          queries: [0.5, 0.95, 0.99].map((q) => ({
            expr: quantile(q, "parking_event_processing_seconds"),
            legend: `{{event_type}} p${q * 100}`,
          })),
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
          unit: "reqps",
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
          description: "Messages that wait and messages in hand of a consumer, by queue.",
          unit: "short",
          width: 8,
          runbook: "BacklogGrowing",
          queries: [
            {
              expr: "sum by (queue) (rabbitmq_detailed_queue_messages_ready)",
              legend: "{{queue}} waiting",
            },
            {
              expr: "sum by (queue) (rabbitmq_detailed_queue_messages_unacked)",
              legend: "{{queue}} in hand",
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
          runbook: "NoConsumer",
          queries: [
            {
              expr: 'sum by (queue) (rabbitmq_detailed_queue_consumers{queue=~"vehicle_(entries|exits)"})',
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
          runbook: "PublisherBlocked",
          queries: [0.5, 0.99].map((q) => ({
            expr: quantile(q, "parking_message_confirm_seconds", "job"),
            legend: `{{job}} p${q * 100}`,
          })),
        },
      ],
    },
    {
      title: "Processing, out, parked",
      panels: [
        {
          kind: "stack",
          title: "Outcomes",
          description:
            "What became of the events. With the default seed traffic 80 % of the exits are unmatched.",
          unit: "reqps",
          width: 8,
          runbook: "ConservationBroken",
          queries: [
            {
              expr: "sum by (event_type, outcome) (rate(parking_events_total[$__rate_interval]))",
              legend: "{{event_type}} {{outcome}}",
            },
          ],
        },
        {
          kind: "line",
          title: "POST to the sink p50, p99",
          description: "Time of one request that carries stays to the summary API, by its result.",
          unit: "s",
          width: 8,
          runbook: "StaysNotCommitted",
          queries: [0.5, 0.99].map((q) => ({
            expr: quantile(q, "parking_summary_post_seconds", "result"),
            legend: `{{result}} p${q * 100}`,
          })),
        },
        {
          kind: "stack",
          title: "Stays announced",
          description: "Summaries by what the sink made of them.",
          unit: "reqps",
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
          title: "Store calls p50, p99",
          description: "Time of one load or save of plate histories in Redis.",
          unit: "s",
          width: 8,
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
          kind: "stat",
          title: "Parked",
          description: "Messages that cannot be processed and wait for a person.",
          unit: "short",
          width: 4,
          runbook: "ParkedNotEmpty",
          alarm: 1,
          queries: [
            {
              expr: 'sum(rabbitmq_detailed_queue_messages{queue="vehicle_events.parked"})',
              legend: "parked",
            },
          ],
        },
        {
          kind: "stat",
          title: "Held by",
          description: "1 while events wait in the backend for this dependency.",
          unit: "short",
          width: 4,
          runbook: "HeldByDependency",
          alarm: 1,
          queries: [
            { expr: "max by (dependency) (parking_hold_active)", legend: "{{dependency}}" },
          ],
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
          width: 8,
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
          unit: "reqps",
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
          title: "Pages that watch live",
          description: "Browsers that hold the live stream of the page open.",
          unit: "short",
          width: 8,
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
              expr: "rate(process_cpu_seconds_total[$__rate_interval])",
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
          queries: [{ expr: "process_resident_memory_bytes", legend: "{{job}} {{instance}}" }],
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
  ],
};
