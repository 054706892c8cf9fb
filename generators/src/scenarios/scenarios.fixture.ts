import { readScenario } from "./read-scenario.js";
import type { Scenario } from "./scenario.js";
import { type Visit, type VisitOptions, visitsOf } from "./visits.js";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** A Saturday. */
export const SATURDAY_MS = Date.UTC(2026, 2, 7);

export const options = (changes: Partial<VisitOptions> = {}): VisitOptions => ({
  seed: 7,
  startMs: SATURDAY_MS + 9 * HOUR_MS,
  plateFormat: "[A-Z]{2}[0-9]{3}[A-Z]{2}",
  ...changes,
});

export function scenarioNamed(name: string): Scenario {
  const scenario = readScenario(name);
  if (!scenario) throw new Error(`${name} is no scenario`);
  return scenario;
}

/** All who came in that time. */
export function visitsWithin(
  scenario: Scenario,
  lastsMs: number,
  changes: Partial<VisitOptions> = {},
): readonly Visit[] {
  const given = options(changes);
  const visits: Visit[] = [];
  for (const visit of visitsOf(scenario, given)) {
    if (visit.enteredMs > given.startMs + lastsMs) break;
    visits.push(visit);
  }
  return visits;
}
