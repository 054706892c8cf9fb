import type { StaySummary } from "@boomgate/contracts";
import type { Plan, PlannedEvent } from "./plan.js";
import { clocksOf, eventsOf } from "./plan-events.js";

/**
 * A visit that has to be one stay by any rule: the plate was in the lot only once, both reads were made, and the
 * clocks of the two gates differ by no more than the tolerance.
 */
interface LoneVisit {
  readonly exitId: string;
  readonly entryId: string;
  readonly seconds: number;
  /** By the clocks of the gates, the car left before it came. */
  readonly isTurnedRound: boolean;
  readonly events: readonly PlannedEvent[];
}

export function loneVisitsOf(plan: Plan, toleranceMs: number): readonly LoneVisit[] {
  return plan.visits.flatMap((visit, index) => {
    const { plate, lot, dwellSeconds, mishap, isRefused } = visit;
    const { entryMs, exitMs } = clocksOf(plan, visit);
    const others = plan.visits.filter((other) => other.plate === plate && other.lot === lot);
    const isKnown = mishap === "none" && !isRefused && Math.abs(exitMs - entryMs) <= toleranceMs;
    // A visit longer than the longest stay is not one.
    if (dwellSeconds + (exitMs - entryMs) / 1_000 > plan.maxStaySeconds) return [];
    if (others.length > 1 || !isKnown) return [];
    const seconds = dwellSeconds + (exitMs - entryMs) / 1_000;
    const [entryId, exitId] = [`e${index}`, `x${index}`];
    return {
      ...{ exitId, entryId, seconds: Math.max(0, seconds), isTurnedRound: seconds < 0 },
      events: eventsOf(plan).filter(({ id }) => id === entryId || id === exitId),
    };
  });
}

/** Sentences about visits that are not the one stay they have to be. */
export const untrueStays = (
  visits: readonly LoneVisit[],
  stays: ReadonlyMap<string, StaySummary>,
): readonly string[] => {
  const byExit = new Map([...stays.values()].map((stay) => [stay.exitEventId, stay]));
  return visits.flatMap(({ exitId, entryId, seconds }) => {
    const stay = byExit.get(exitId);
    if (stay?.status !== "closed" || stay.entryEventId !== entryId) {
      return [`the visit from ${entryId} to ${exitId} is no stay, although the clocks are near`];
    }
    const isTrue = Math.abs(stay.durationSeconds - seconds) < 0.0005;
    return isTrue
      ? []
      : [`the visit of ${exitId} lasts ${stay.durationSeconds} s, not ${seconds} s`];
  });
};
