import { OUTCOMES, type PipelineMetrics } from "./pipeline-metrics.js";

/** Why a message is parked: codes of errors, see docs/errors.md. */
export const PARKING_CODES = [
  "CONTRACT_BROKEN",
  "FROM_THE_FUTURE",
  "HISTORY_UNREADABLE",
  "SUMMARY_REFUSED",
  "TOO_LATE",
  "TOO_MANY_READS",
  "UNEXPECTED",
] as const;

/** A counter that is born with 1 has never increased: each is told as 0 before anything happens. */
export function presetMetrics(metrics: PipelineMetrics): void {
  for (const event_type of ["entry", "exit"] as const) {
    for (const outcome of OUTCOMES[event_type]) metrics.events.inc({ event_type, outcome }, 0);
    for (const source of ["replayed", "foreign"])
      metrics.fromElsewhere.inc({ event_type, source }, 0);
    for (const code of PARKING_CODES) metrics.errors.inc({ event_type, code }, 0);
    metrics.redeliveries.inc({ event_type }, 0);
  }
  for (const code of PARKING_CODES) metrics.parked.inc({ code }, 0);
}
