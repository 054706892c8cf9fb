import type { Act, Sighting } from "./act.js";
import { alertsOf } from "./programme.js";

/** Every wanted alert has to have been seen firing, and silent again. */
export function sightingFailures(
  wanted: readonly string[],
  sightings: readonly Sighting[],
  skipped: readonly Act[],
): readonly string[] {
  const unseen = wanted.filter((name) => !sightings.some(({ alert }) => alert === name));
  const wasSkipped = (name: string) => skipped.some((act) => alertsOf(act).includes(name));
  return [
    ...unseen.map(
      (name) => `${name}: ${wasSkipped(name) ? "was skipped" : "no fault was played for it"}`,
    ),
    ...sightings
      .filter(({ firedAfter }) => firedAfter === undefined)
      .map(({ alert }) => `${alert} did not fire`),
    ...sightings
      .filter(({ resolvedAfter }) => resolvedAfter === undefined)
      .map(({ alert }) => `${alert} did not end`),
  ];
}
