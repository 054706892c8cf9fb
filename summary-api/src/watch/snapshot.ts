import type { Sample } from "@boomgate/platform/telemetry";

/** The figures of one backend at one scrape. */
export interface Snapshot {
  readonly startedAtMs: number | undefined;
  /** Cumulative counts of settled events, by upper bound of their processing time in seconds. */
  readonly processing: ReadonlyMap<number, number>;
  /** Cars by lot; `undefined` before the first count. */
  readonly inside: ReadonlyMap<string, number> | undefined;
  readonly unmatched: number;
  readonly inHand: number;
  /** Messages by queue. */
  readonly queues: ReadonlyMap<string, number>;
  readonly held: readonly string[];
}

export function snapshotOf(samples: readonly Sample[]): Snapshot {
  const named = (name: string) => samples.filter((sample) => sample.name === name);
  const reads = (fate: string) =>
    sum(named("parking_reads").filter(({ labels }) => labels["fate"] === fate));
  const processing = new Map<number, number>();
  for (const { labels, value } of named("parking_event_processing_seconds_bucket")) {
    const bound = labels["le"] === "+Inf" ? Infinity : Number(labels["le"]);
    processing.set(bound, (processing.get(bound) ?? 0) + value);
  }
  const [started] = named("process_start_time_seconds");
  return {
    startedAtMs: started && started.value * 1_000,
    processing,
    inside: insideOf(named),
    unmatched: reads("unmatched"),
    inHand: sum(named("parking_events_in_hand")),
    queues: new Map(
      named("parking_queue_messages").map(({ labels, value }) => [labels["queue"] ?? "", value]),
    ),
    held: named("parking_hold_active")
      .filter(({ value }) => value > 0)
      .map(({ labels }) => labels["dependency"] ?? ""),
  };
}

function insideOf(named: (name: string) => readonly Sample[]): Snapshot["inside"] {
  const lots = named("parking_lot_occupancy");
  const isCounted = lots.length > 0 || sum(named("parking_lot_census_age_seconds")) > 0;
  if (!isCounted) return undefined;
  return new Map(lots.map(({ labels, value }) => [labels["lot"] ?? "", value]));
}

const sum = (samples: readonly Sample[]) => samples.reduce((all, { value }) => all + value, 0);
