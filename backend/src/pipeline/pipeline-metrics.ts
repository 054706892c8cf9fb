import type { Settlement } from "@boomgate/pipeline";
import {
  Counter,
  Gauge,
  Histogram,
  HotCounter,
  HotHistogram,
  latencyBucketsSeconds,
  type Registry,
} from "@boomgate/platform/telemetry";
import type { ReadKind } from "../domain/read.js";
import { OPTIONAL_FIELDS } from "@boomgate/contracts";
import type { Commit } from "../processors/processed.js";
import type { EventOutcome } from "./handler.js";

export type PipelineMetrics = ReturnType<typeof createPipelineMetrics>;
export const PipelineMetrics = Symbol("PipelineMetrics");

const BATCH_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/**
 * From a minute to a day: dense where most stays end, between a quarter of an hour and four hours; then the lengths
 * of a working day and a night.
 */
const stayBucketsSeconds: number[] = [
  60, 300, 600, 900, 1_200, 1_800, 2_400, 3_000, 3_600, 4_500, 5_400, 7_200, 9_000, 10_800, 14_400,
  18_000, 21_600, 28_800, 36_000, 43_200, 64_800, 86_400,
];

/** What may become of a delivery. */
const OUTCOMES = {
  entry: [
    ...(["open", "closed", "abandoned", "reread", "repeated", "no_plate"] as const),
    ...(["retried", "parked", "released"] as const),
  ],
  exit: [
    ...(["closed", "unmatched", "reread", "repeated", "no_plate"] as const),
    ...(["retried", "parked", "released"] as const),
  ],
} as const satisfies Record<ReadKind, readonly (EventOutcome | Settlement)[]>;

/** Why a message is parked: codes of errors, see docs/errors.md. */
export const PARKING_CODES = [
  "CONTRACT_BROKEN",
  "FOREIGN_EXCHANGE",
  "FROM_THE_FUTURE",
  "HISTORY_UNREADABLE",
  "SUMMARY_REFUSED",
  "TOO_LATE",
  "TOO_MANY_READS",
  "UNEXPECTED",
] as const;

const RESULTS = ["accepted", "refused", "unavailable"];
const CHANGES: readonly Commit["change"][] = ["closed", "corrected", "voided", "repeated"];

/** All metrics of the pipeline. The registry is a parameter, so every test has its own. */
export function createPipelineMetrics(registry: Registry) {
  const registers = [registry];
  const inHand = { entry: 0, exit: 0 }; // plain numbers, read at the scrape
  const metrics = {
    inHand,
    inHandGauge: new Gauge({
      name: "parking_events_in_hand",
      help: "Events delivered and not yet settled.",
      labelNames: ["event_type"],
      registers,
      collect() {
        this.set({ event_type: "entry" }, inHand.entry);
        this.set({ event_type: "exit" }, inHand.exit);
      },
    }),
    processingSeconds: new HotHistogram({
      name: "parking_event_processing_seconds",
      help: "Time from delivery of an event to its settlement.",
      labelNames: ["event_type", "outcome"], // never a plate or an id
      buckets: latencyBucketsSeconds,
      registers,
    }),
    queueWaitSeconds: new HotHistogram({
      name: "parking_event_queue_wait_seconds",
      help: "Time from publishing of an event to its delivery, by the clocks of publisher and backend.",
      labelNames: ["event_type"],
      buckets: [...latencyBucketsSeconds, 30, 60, 600, 3_600],
      registers,
    }),
    endToEndSeconds: new HotHistogram({
      name: "parking_event_end_to_end_seconds",
      help: "Time from publishing of an event until the sink committed the stay it closed, corrected or voided; of no other event. From its delivery where the message has no time of publishing.",
      labelNames: ["event_type"],
      buckets: [...latencyBucketsSeconds, 30, 60, 600, 3_600],
      registers,
    }),
    stays: new HotCounter({
      name: "parking_stays_committed_total",
      help: "Stays the sink committed: closed, corrected or voided for the first time, or posted again for a copy of their exit.",
      labelNames: ["change"],
      registers,
    }),
    stayDurationSeconds: new HotHistogram({
      name: "parking_stay_duration_seconds",
      help: "How long cars stayed, by the gates' clocks: once for each stay, as it was first closed.",
      labelNames: [],
      buckets: stayBucketsSeconds,
      registers,
    }),
    events: new HotCounter({
      name: "parking_events_total",
      help: "Events that were settled, by what became of them.",
      labelNames: ["event_type", "outcome"],
      registers,
    }),
    fieldsIgnored: new HotCounter({
      name: "parking_event_fields_ignored_total",
      help: "Optional fields of events that were null, of another type or nonsense, and taken as absent.",
      labelNames: ["field"],
      registers,
    }),
    fromElsewhere: new HotCounter({
      name: "parking_events_from_elsewhere_total",
      help: "Settled events that no generator counted: replayed, or of a foreign publisher.",
      labelNames: ["event_type", "source"],
      registers,
    }),
    lotReads: new HotCounter({
      name: "parking_lot_reads_total",
      help: "Reads that came, by lot: the first 50 by name, the rest as other.",
      labelNames: ["lot", "event_type"],
      registers,
    }),
    errors: new Counter({
      name: "parking_event_errors_total",
      help: "Events whose processing failed, by the code of the error.",
      labelNames: ["event_type", "code"],
      registers,
    }),
    redeliveries: new Counter({
      name: "parking_redeliveries_total",
      help: "Deliveries of messages that the broker had delivered before: their consumer ended, or gave them back.",
      labelNames: ["event_type"],
      registers,
    }),
    parked: new Counter({
      name: "parking_messages_parked_total",
      help: "Messages put into the parking lot, by the code of their cause.",
      labelNames: ["code"],
      registers,
    }),
    reads: new Gauge({
      name: "parking_reads",
      help: "Reads by their fate so far, as far as this process changed it: below zero where it closed entries that were opened before its start or by another replica.",
      labelNames: ["fate"],
      registers,
    }),
    holdActive: new Gauge({
      name: "parking_hold_active",
      help: "1 while events wait unacked for this dependency.",
      labelNames: ["dependency"],
      registers,
    }),
    idsReused: new Counter({
      name: "parking_ids_reused_total",
      help: "Accepted reads whose id an earlier read of the same plate and kind had at another instant.",
      registers,
    }),
    storeConflicts: new Counter({
      name: "parking_store_conflicts_total",
      help: "Histories that another replica changed between load and save, or that the floor has reached.",
      registers,
    }),
    storeCallSeconds: new HotHistogram({
      name: "parking_store_call_seconds",
      help: "Time of one call to the store of histories, for a whole batch.",
      labelNames: ["call"],
      buckets: latencyBucketsSeconds,
      registers,
    }),
    postSeconds: new HotHistogram({
      name: "parking_summary_post_seconds",
      help: "Time of one POST to the sink.",
      labelNames: ["result"],
      buckets: latencyBucketsSeconds,
      registers,
    }),
    summaries: new Counter({
      name: "parking_summaries_total",
      help: "Summaries the sink answered for.",
      labelNames: ["result"],
      registers,
    }),
    batchSize: new Histogram({
      name: "parking_batch_size",
      help: "Items in one batch: plates of a load, summaries of a POST.",
      labelNames: ["batch"],
      buckets: BATCH_BUCKETS,
      registers,
    }),
  };
  setToZero(metrics);
  return metrics;
}

/** A counter that first appears with 1 has never increased, and an objective counts the first failure, too. */
function setToZero(metrics: PipelineMetrics): void {
  for (const event_type of ["entry", "exit"] as const) {
    metrics.endToEndSeconds.zero({ event_type });
    for (const outcome of OUTCOMES[event_type]) {
      metrics.processingSeconds.zero({ event_type, outcome });
      metrics.events.inc({ event_type, outcome }, 0);
    }
    for (const source of ["replayed", "foreign"])
      metrics.fromElsewhere.inc({ event_type, source }, 0);
    for (const code of PARKING_CODES) metrics.errors.inc({ event_type, code }, 0);
    metrics.redeliveries.inc({ event_type }, 0);
  }
  for (const code of PARKING_CODES) metrics.parked.inc({ code }, 0);
  for (const field of OPTIONAL_FIELDS) metrics.fieldsIgnored.inc({ field }, 0);
  for (const result of RESULTS) metrics.summaries.inc({ result }, 0);
  for (const change of CHANGES) metrics.stays.inc({ change }, 0);
}

/** Of Redis alone; other stores end with the process. */
export const createStoreMetrics = (registry: Registry) => ({
  storeLost: new Gauge({
    name: "parking_store_lost",
    help: "1 while events wait because Redis has lost what it once acknowledged.",
    registers: [registry],
  }),
});
