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
 * From a minute to a day: dense where most stays end, between a quarter of an hour and four hours, with the
 * hours of a working day and a night after it.
 */
export const stayBucketsSeconds: number[] = [
  60, 300, 600, 900, 1_200, 1_800, 2_400, 3_000, 3_600, 4_500, 5_400, 7_200, 9_000, 10_800, 14_400,
  18_000, 21_600, 28_800, 36_000, 43_200, 64_800, 86_400,
];

/** All that may become of a delivery, told as 0 from the start: an objective counts the first failure, too. */
export const OUTCOMES = {
  entry: [
    ...(["open", "closed", "abandoned", "reread", "repeated", "no_plate"] as const),
    ...(["retried", "parked", "released"] as const),
  ],
  exit: [
    ...(["closed", "unmatched", "reread", "repeated", "no_plate"] as const),
    ...(["retried", "parked", "released"] as const),
  ],
} as const satisfies Record<ReadKind, readonly (EventOutcome | Settlement)[]>;

const RESULTS = ["accepted", "refused", "unavailable"];
const CHANGES: readonly Commit["change"][] = ["closed", "corrected", "voided", "repeated"];

/** Everything the backend reports. The registry is a parameter, so every test has its own. */
export function createPipelineMetrics(registry: Registry) {
  const registers = [registry];
  const inHand = { entry: 0, exit: 0 };
  const metrics = {
    inHand,
    inHandTold: new Gauge({
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
      help: "Time from publishing of an event to its delivery, by two clocks.",
      labelNames: ["event_type"],
      buckets: [...latencyBucketsSeconds, 30, 60, 600, 3_600],
      registers,
    }),
    endToEndSeconds: new HotHistogram({
      name: "parking_event_end_to_end_seconds",
      help: "Time from publishing of an event until the sink committed the stay it closed, corrected or voided; of no other event. From its delivery where the publisher tells no time.",
      labelNames: ["event_type"],
      buckets: [...latencyBucketsSeconds, 30, 60, 600, 3_600],
      registers,
    }),
    stays: new HotCounter({
      name: "parking_stays_committed_total",
      help: "Stays the sink committed: closed, corrected or voided for the first time, or told again for a copy of their exit.",
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
      help: "Events among the settled ones that no generator counted: replayed, or of a foreign publisher.",
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
      help: "Deliveries the broker had made before: whoever had the event ended, or gave it back.",
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
      help: "Reads by what became of them so far, as this process moved them: below zero where it closed what was opened before it or by another.",
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
  for (const event_type of ["entry", "exit"] as const) {
    metrics.endToEndSeconds.zero({ event_type });
    for (const outcome of OUTCOMES[event_type]) {
      metrics.processingSeconds.zero({ event_type, outcome });
    }
  }
  for (const field of OPTIONAL_FIELDS) metrics.fieldsIgnored.inc({ field }, 0);
  for (const result of RESULTS) metrics.summaries.inc({ result }, 0);
  for (const change of CHANGES) metrics.stays.inc({ change }, 0);
  return metrics;
}
