import {
  Counter,
  Gauge,
  Histogram,
  HotCounter,
  HotHistogram,
  latencyBucketsSeconds,
  type Registry,
} from "@boomgate/platform/telemetry";

export type PipelineMetrics = ReturnType<typeof createPipelineMetrics>;
export const PipelineMetrics = Symbol("PipelineMetrics");

const BATCH_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** Everything the backend reports. The registry is a parameter, so every test has its own. */
export function createPipelineMetrics(registry: Registry) {
  const registers = [registry];
  const inHand = { entry: 0, exit: 0 };
  return {
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
      help: "Time from publishing of an event until its stays are committed in the sink.",
      labelNames: ["event_type"],
      buckets: [...latencyBucketsSeconds, 30, 60, 600, 3_600],
      registers,
    }),
    events: new HotCounter({
      name: "parking_events_total",
      help: "Events that were settled, by what became of them.",
      labelNames: ["event_type", "outcome"],
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
      help: "Reads recorded since the start of this process, by what became of them so far.",
      labelNames: ["fate"],
      registers,
    }),
    holdActive: new Gauge({
      name: "parking_hold_active",
      help: "1 while events wait unacked for this dependency.",
      labelNames: ["dependency"],
      registers,
    }),
    storeConflicts: new Counter({
      name: "parking_store_conflicts_total",
      help: "Histories that another replica changed between load and save.",
      registers,
    }),
    storeCallSeconds: new Histogram({
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
}
