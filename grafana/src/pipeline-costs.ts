import type { RowSpec } from "./layout.js";
import { quantile } from "./quantile.js";
import { countedIn5Minutes, orNone } from "./zero.js";

/** Who asks the summary API, and what all of it costs. */
export const costRows: readonly RowSpec[] = [
  {
    title: "Asked: the summary API",
    panels: [
      {
        kind: "line",
        title: "Requests",
        description:
          "Requests answered per second, by route. POSTs of the backends are among them.",
        unit: "reqps",
        width: 7,
        runbook: "Requests to the API fail",
        queries: [
          {
            expr: "sum by (method, route) (rate(parking_sink_requests_total[$__rate_interval]))",
            legend: "{{method}} {{route}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Requests that failed over 5 minutes",
        description:
          "By status: 4xx is the fault of who asked, 5xx of the API. Zero is what one wants.",
        unit: "short",
        width: 7,
        decimals: 0,
        softMax: 1,
        runbook: "Requests to the API fail",
        queries: [
          {
            expr: orNone(
              countedIn5Minutes('parking_sink_requests_total{status=~"4..|5.."}', "status, route"),
              { status: "none", route: "failed" },
            ),
            legend: "{{status}} {{route}}",
            isBad: true,
          },
        ],
      },
      {
        kind: "line",
        title: "Answer time p99",
        description:
          "99 % of the requests are answered within this time, by route; without the live stream and exports, which last as long as they are read.",
        unit: "s",
        width: 6,
        isLogarithmic: true,
        runbook: "Answers of the API are slow",
        queries: [
          { expr: quantile(0.99, "parking_sink_request_seconds", "route"), legend: "{{route}}" },
        ],
      },
      {
        kind: "line",
        title: "Pages that watch live",
        description:
          "Readers of the live stream: each open page is one. They are given what all of them get, so they cost little.",
        unit: "short",
        width: 4,
        decimals: 0,
        runbook: "Pages that watch live",
        queries: [{ expr: "sum(parking_sink_live_clients)", legend: "pages" }],
      },
    ],
  },
  {
    title: "What it takes",
    panels: [
      {
        kind: "line",
        title: "Processor time",
        description: "Of one core, by process. Node runs our code on one core: 1 is full.",
        unit: "percentunit",
        width: 8,
        runbook: "A process is busy",
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
        title: "Event loop lag p99",
        description: "How long Node was busy when it should have turned to the next thing.",
        unit: "s",
        width: 8,
        runbook: "A process is busy",
        queries: [{ expr: "nodejs_eventloop_lag_p99_seconds", legend: "{{job}} {{instance}}" }],
      },
      {
        kind: "line",
        title: "Memory of our processes",
        description: "Resident memory. What a backend holds is bounded by PREFETCH.",
        unit: "bytes",
        width: 8,
        runbook: "Memory of a process grows",
        queries: [
          {
            expr: 'process_resident_memory_bytes{job!="prometheus"}',
            legend: "{{job}} {{instance}}",
          },
        ],
      },
      {
        kind: "line",
        title: "Memory of RabbitMQ",
        description: "What it uses, and the limit above which it accepts nothing more.",
        unit: "bytes",
        width: 8,
        isLogarithmic: true,
        runbook: "BrokerMemoryAlarm",
        queries: [
          { expr: "rabbitmq_process_resident_memory_bytes", legend: "{{instance}} used" },
          {
            expr: "rabbitmq_resident_memory_limit_bytes",
            legend: "{{instance}} limit",
            isBad: true,
          },
        ],
      },
      {
        kind: "line",
        title: "Free disk of RabbitMQ",
        description: "What is free, and the limit below which it accepts nothing more.",
        unit: "bytes",
        width: 8,
        isLogarithmic: true,
        runbook: "BrokerDiskLow",
        queries: [
          { expr: "rabbitmq_disk_space_available_bytes", legend: "{{instance}} free" },
          {
            expr: "rabbitmq_disk_space_available_limit_bytes",
            legend: "{{instance}} limit",
            isBad: true,
          },
        ],
      },
      {
        kind: "line",
        title: "Spans of traces",
        description:
          "Spans per second that reached the collector, did not, or were dropped as too many waited. Zero while OTEL_EXPORTER_OTLP_ENDPOINT is not set.",
        unit: "eps",
        width: 8,
        softMax: 1,
        isColoredByMeaning: true,
        runbook: "Traces do not arrive",
        queries: [
          {
            expr: "sum by (result) (rate(parking_trace_spans_total[$__rate_interval]))",
            legend: "{{result}}",
          },
        ],
      },
    ],
  },
];
