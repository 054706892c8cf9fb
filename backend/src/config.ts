import {
  DEFAULT_LOTS,
  DEFAULT_NO_PLATE,
  type EventReading,
  parseLots,
  parseNoPlateWords,
} from "@boomgate/contracts";
import {
  brokerSettings,
  type Config,
  count,
  flag,
  millis,
  oneOf,
  optional,
  parsed,
  parsedFile,
  prefetch,
  processSettings,
  redisSettings,
  secret,
  storePlaceSettings,
  url,
} from "@boomgate/platform/config";
import type { HistoryRules } from "./processors/plate-histories.js";

const HOUR_MS = 3_600_000;

export const backendSettings = {
  ...brokerSettings,
  ...redisSettings,
  ...processSettings,
  PREFETCH: prefetch,
  DELIVERY_LIMIT_BY_POLICY: flag({
    default: false,
    doc: "Set it when the queues exist without our x-delivery-limit and a policy of the broker parks messages at the limit. Otherwise the backend refuses to start with such queues, as they would drop messages.",
  }),
  SUMMARY_URL: url({
    protocols: ["http", "https"],
    default: "http://127.0.0.1:8000/api/v1/summaries",
    doc: "URL that stays are posted to.",
  }),
  SUMMARY_POST_MODE: oneOf(["batch", "single"], {
    default: "batch",
    doc: "batch: each POST has an array of stays; single: one stay as an object, for sinks that accept no arrays.",
  }),
  LEDGER: oneOf(["auto", "on", "off"], {
    default: "auto",
    doc: "Whether the backend publishes what became of each read, for the ledger of a summary API. on: while the queue of that ledger is missing, events wait. auto: from when the queue is found, which is looked for at the start and then every 10 s; with SUMMARY_POST_MODE=single, off.",
  }),
  SUMMARY_TOKEN: optional(
    secret({
      doc: "Bearer token of the sink. The file of SUMMARY_TOKEN_FILE is read again when the sink answers 401 or 403.",
    }),
  ),
  SUMMARY_TIMEOUT_MS: millis({
    default: 5_000,
    doc: "Time limit of one POST, until the last byte of its answer.",
  }),
  STORE_TIMEOUT_MS: millis({ default: 5_000, doc: "Time limit of one batch of Redis calls." }),
  STORE_REPLICAS: count({
    default: 0,
    min: 0,
    doc: "How many replicas of Redis must have a save before its event is acked. Set it to the number of replicas that a failover may promote.",
  }),
  ...storePlaceSettings,
  LOTS_FILE: parsedFile({
    parse: parseLots,
    doc: "GeoJSON FeatureCollection of the lots. It says which letters count as equal on the plates of a lot (docs/plates.md). Backends and summary API need the same file; after a change, run a rebuild.",
  }),
  NO_PLATE_WORDS: parsed("words, separated by commas", {
    parse: parseNoPlateWords,
    doc: "Texts that cameras send when they read no plate. They replace the built-in list (docs/plates.md), or change it when each has a sign: +tbd,-na adds tbd and removes na.",
  }),
  REREAD_WINDOW_MS: millis({
    default: 30_000,
    doc: "A second read of the same plate and kind within this time is a re-read: the same passage of the car.",
  }),
  CLOCK_SKEW_TOLERANCE_MS: millis({
    default: 2_000,
    doc: "How much earlier than its entry an exit may be stamped, as the clocks of gates differ.",
  }),
  HORIZON_MS: millis({
    default: 72 * HOUR_MS,
    doc: "An event that is processed within this time of its own time is accepted, however it was delayed; a later one may be parked.",
  }),
  MAX_STAY_MS: millis({
    default: 720 * HOUR_MS,
    doc: "The longest stay: a later exit belongs to a visit whose entry was missed.",
  }),
  OCCUPANCY_WINDOW_MS: millis({
    default: 24 * HOUR_MS,
    doc: "A car that entered earlier than this is not counted as inside, so that cars whose exit was missed do not stay in the occupancy.",
  }),
  MAX_AHEAD_MS: millis({
    default: HOUR_MS,
    doc: "How far an event may be stamped in the future before it is parked.",
  }),
} as const;

/** Another sink than the summary API has no ledger, and takes one stay at a time. */
export const ledgerModeOf = ({
  LEDGER,
  SUMMARY_POST_MODE,
}: Pick<BackendConfig, "LEDGER" | "SUMMARY_POST_MODE">): BackendConfig["LEDGER"] =>
  LEDGER === "auto" && SUMMARY_POST_MODE === "single" ? "off" : LEDGER;

export type BackendConfig = Config<typeof backendSettings>;

/** How the bodies of events are read. */
export const readingOf = (config: BackendConfig): EventReading => ({
  lots: config.LOTS_FILE ?? DEFAULT_LOTS,
  noPlate: config.NO_PLATE_WORDS ?? DEFAULT_NO_PLATE,
});

/** By which rules reads are accepted and paired. */
export const rulesOf = (config: BackendConfig): HistoryRules => ({
  rereadWindowMs: config.REREAD_WINDOW_MS,
  clockSkewToleranceMs: config.CLOCK_SKEW_TOLERANCE_MS,
  maxStayMs: config.MAX_STAY_MS,
  horizonMs: config.HORIZON_MS,
  maxAheadMs: config.MAX_AHEAD_MS,
});
