import { Counter, type Registry } from "@boomgate/platform/telemetry";

/** Both generators of the embedded mode share a registry, and so these counters. */
export function createGeneratorMetrics(registry: Registry) {
  const counter = <const L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    (registry.getSingleMetric(name) as Counter<L> | undefined) ??
    new Counter<L>({ name, help, labelNames, registers: [registry] });
  return {
    published: counter("parking_events_published_total", "Events confirmed by the broker.", [
      "event_type",
    ]),
    retries: counter(
      "parking_generator_failures_total",
      "Attempts to publish an event or to reach the parked vehicles that failed.",
      ["event_type", "step"],
    ),
    uncertain: counter(
      "parking_events_uncertain_total",
      "Events given up at the stop without a confirm; the broker may have them.",
      ["event_type"],
    ),
    faults: counter(
      "parking_generator_faults_total",
      "What a scenario let go wrong: reads missed, misread, repeated, late, malformed, sent twice.",
      ["event_type", "fault"],
    ),
    exitPlates: counter(
      "parking_exit_plates_total",
      "Plates of exits by where they came from: known, random, or random as the lot was empty.",
      ["source"],
    ),
  };
}
