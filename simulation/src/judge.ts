import {
  encodeEvent,
  HEADERS,
  parkedQueueOf,
  type QueueNames,
  type StaySummary,
} from "@boomgate/contracts";
import { aftermathOf } from "./aftermath.js";
import { createBackendConfig } from "./backend-config.js";
import type { Plan, PlannedEvent } from "./plan.js";
import { loneVisitsOf, untrueStays } from "./truth.js";
import { violationsOf } from "./violations.js";
import { type AcceptedReads, oversizedOf } from "./world/accepted-reads.js";
import type { Coverage } from "./world/coverage.js";
import type { SimBroker } from "./world/sim-broker.js";

const { REREAD_WINDOW_MS, CLOCK_SKEW_TOLERANCE_MS, MAX_STAY_MS } = createBackendConfig(1);
const RULES = {
  rereadWindowMs: REREAD_WINDOW_MS,
  clockSkewToleranceMs: CLOCK_SKEW_TOLERANCE_MS,
  maxStayMs: MAX_STAY_MS,
};

/** A world in which nothing is left to happen. */
export interface EndedWorld {
  readonly plan: Plan;
  readonly events: readonly PlannedEvent[];
  readonly accepted: AcceptedReads;
  readonly histories: readonly (readonly [key: string, value: string])[];
  readonly stays: ReadonlyMap<string, StaySummary>;
  readonly broker: SimBroker;
  readonly names: QueueNames;
  readonly coverage: Coverage;
}

/** @returns sentences about what is not as the rule says; none when all is well */
export function judge(world: EndedWorld): readonly string[] {
  const { accepted, broker, coverage, histories, names, stays } = world;
  const events = new Map(world.events.map((event) => [encodeEvent(event).toString(), event]));
  const parked = broker.messagesIn(parkedQueueOf(names)).map(({ body, headers }) => ({
    event: events.get(body.toString()) as PlannedEvent,
    code: headers[HEADERS.parkedCode],
  }));
  count(
    coverage,
    stays,
    parked.map(({ code }) => code),
  );
  const isStored = (event: PlannedEvent) => accepted.has(event);
  const lone = loneVisitsOf(world.plan, RULES.clockSkewToleranceMs).filter(({ events: both }) =>
    both.every(isStored),
  );
  coverage.loneVisits += lone.length;
  coverage.loneTurnedRound += lone.filter(({ isTurnedRound }) => isTurnedRound).length;
  coverage.fullestHistory = Math.max(coverage.fullestHistory, accepted.fullestHistory);
  const plates = aftermathOf({
    events: world.events,
    accepted,
    stays,
    parked: parked.map(({ event }) => event),
  });
  return [
    ...plates.flatMap((plate) => violationsOf(plate, RULES)),
    ...untrueStays(lone, stays),
    ...oversizedOf(histories).map((plate) => `the history of ${plate} is too large`),
  ];
}

function count(
  coverage: Coverage,
  stays: ReadonlyMap<string, StaySummary>,
  parkedCodes: readonly unknown[],
): void {
  const statuses = [...stays.values()].map(({ status }) => status);
  coverage.runs += 1;
  coverage.parkedMessages += parkedCodes.length;
  coverage.closedStays += statuses.filter((status) => status === "closed").length;
  coverage.voidStays += statuses.filter((status) => status === "void").length;
  coverage.refusedStays += parkedCodes.filter((code) => code === "SUMMARY_REFUSED").length;
}
