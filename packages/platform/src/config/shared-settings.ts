import { count, flag, key, millis, oneOf, optional, port, share, text, url } from "./settings.js";

/** Where the broker is and what its queues are called; the same names in every service. */
export const brokerSettings = {
  AMQP_URL: url({
    protocols: ["amqp", "amqps"],
    default: "amqp://guest:guest@127.0.0.1:5672",
    doc: "RabbitMQ that the events are published to and consumed from.",
  }),
  ENTRY_QUEUE: text({
    default: "vehicle_entries",
    doc: "Queue of the entry events. Rules and dashboards find it if its name ends in vehicle_entries.",
  }),
  EXIT_QUEUE: text({
    default: "vehicle_exits",
    doc: "Queue of the exit events. Rules and dashboards find it if its name ends in vehicle_exits.",
  }),
  QUEUE_TYPE: oneOf(["quorum", "classic"], {
    default: "quorum",
    doc: "Type of the queues that a service declares.",
  }),
  TOPOLOGY_PREFIX: optional(
    text({ doc: "Prefix of all names on the broker except those of the two queues." }),
  ),
} as const;

export const redisSettings = {
  REDIS_URL: url({
    protocols: ["redis", "rediss"],
    default: "redis://127.0.0.1:6379",
    doc: "Redis, without a database number: parked vehicles are in database 0, plate histories in 1.",
  }),
} as const;

/** Where in Redis the plate histories are. */
export const storePlaceSettings = {
  STORE_DATABASE: count({
    default: 1,
    min: 0,
    doc: "Redis database of the plate histories; generators use 0. On a cluster: 0, with a prefix.",
  }),
  STORE_KEY_PREFIX: optional(text({ doc: "Prefix of the keys of plate histories." })),
} as const;

/** Keeps plates as hashes under this key. */
export const plateSettings = {
  PLATE_PEPPER: optional(
    key({
      min: 32,
      doc: "Key of the hashes by which plates are replaced before they are stored or shown; best given as PLATE_PEPPER_FILE. Set it for a new database only, and never change it.",
    }),
  ),
} as const;

/** What every process has: logs, metrics, a time limit for its end. */
export const processSettings = {
  LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
    default: "info",
    doc: "Least severe level that is logged.",
  }),
  LOG_PLATES: flag({ default: false, doc: "Log plates in full instead of masked." }),
  METRICS_PORT: port({ default: 9464, doc: "Serves /metrics, /healthz and /readyz." }),
  METRICS_HOST: text({ default: "127.0.0.1", doc: "Address the metrics port listens on." }),
  STOP_TIMEOUT_MS: millis({
    default: 20_000,
    doc: "How long a stopping process may finish its work in hand.",
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    url({
      protocols: ["http", "https"],
      doc: "Collector that spans are sent to, by OTLP over HTTP: http://127.0.0.1:4318. Needs the packages in tracing/.",
    }),
  ),
  TRACE_SAMPLED_SHARE: share({
    default: 1,
    doc: "Share of the traces beginning in this process that are sampled: exported, and shown as exemplars in histograms.",
  }),
} as const;

export const prefetch = count({
  default: 500,
  max: 65_535,
  doc: "Unacked events in hand per queue; bounds memory.",
});
