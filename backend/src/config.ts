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
    doc: "A policy of the broker keeps what queues would drop that were declared without our x-delivery-limit. Without it the backend refuses to start over them.",
  }),
  SUMMARY_URL: url({
    protocols: ["http", "https"],
    default: "http://127.0.0.1:8000/api/v1/summaries",
    doc: "Where stays are posted.",
  }),
  SUMMARY_POST_MODE: oneOf(["batch", "single"], {
    default: "batch",
    doc: "Arrays of stays, or one object per request for sinks that know no arrays.",
  }),
  SUMMARY_TOKEN: optional(
    secret({
      doc: "Bearer token of the sink. As SUMMARY_TOKEN_FILE it is read again when the sink answers 401 or 403.",
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
    doc: "Replicas of Redis that must have a save before its event is acked: all that may take over.",
  }),
  ...storePlaceSettings,
  LOTS_FILE: parsedFile({
    parse: parseLots,
    doc: "GeoJSON FeatureCollection of the lots: which letters count as one on their plates (docs/plates.md). The same for backends and summary API; a change asks for a rebuild.",
  }),
  NO_PLATE_WORDS: parsed("words, separated by commas", {
    parse: parseNoPlateWords,
    doc: "What cameras write where they read no plate, instead of the built-in list (docs/plates.md); with + or - before each word added to it or taken out of it: +tbd,-na.",
  }),
  REREAD_WINDOW_MS: millis({ default: 30_000, doc: "A repeated read within it is a re-read." }),
  CLOCK_SKEW_TOLERANCE_MS: millis({
    default: 2_000,
    doc: "By how much an exit may be stamped before its entry.",
  }),
  HORIZON_MS: millis({
    default: 72 * HOUR_MS,
    doc: "An event that is processed within it of its own time is accepted, whatever made it late.",
  }),
  MAX_STAY_MS: millis({
    default: 720 * HOUR_MS,
    doc: "The longest stay: a later exit belongs to a visit whose entry was missed.",
  }),
  OCCUPANCY_WINDOW_MS: millis({
    default: 24 * HOUR_MS,
    doc: "A car that came longer ago is not counted as inside: how long a missed exit can be seen in the occupancy.",
  }),
  MAX_AHEAD_MS: millis({
    default: HOUR_MS,
    doc: "How far an event may be stamped in the future before it is parked.",
  }),
} as const;

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
