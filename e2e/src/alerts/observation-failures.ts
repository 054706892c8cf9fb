import type { AlertFault, Observation } from "./alert-fault.js";
import { alertsOf } from "./fault-plan.js";

/** Each wanted alert has to have fired and ended. @returns those that did not, as sentences */
export function observationFailures(
  wanted: readonly string[],
  observations: readonly Observation[],
  skipped: readonly AlertFault[],
): readonly string[] {
  const unseen = wanted.filter((name) => !observations.some(({ alert }) => alert === name));
  const wasSkipped = (name: string) => skipped.some((fault) => alertsOf(fault).includes(name));
  return [
    ...unseen.map(
      (name) => `${name}: ${wasSkipped(name) ? "was skipped" : "no fault was run for it"}`,
    ),
    ...observations
      .filter(({ firedAfter }) => firedAfter === undefined)
      .map(({ alert }) => `${alert} did not fire`),
    ...observations
      .filter(({ resolvedAfter }) => resolvedAfter === undefined)
      .map(({ alert }) => `${alert} did not end`),
  ];
}
