import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import { type Pause, type Plan, type PlannedEvent, REFUSED_MARK, type Visit } from "./plan.js";

const BASE_MS = Date.UTC(2026, 2, 1, 8);

/** When a run begins: before the first event, or later than all of them. */
export const startMsOf = ({ hasTime }: Plan): number =>
  hasTime ? BASE_MS - 10_000 : BASE_MS + 500_000;

/** One message to be published, not before its time. */
export interface Publication {
  readonly event: PlannedEvent;
  readonly notBeforeMs: number;
}

/** The events of a plan, copies included, in the order of the visits. */
export const publicationsOf = (plan: Plan): readonly Publication[] =>
  plan.visits.flatMap((visit, index) =>
    eventsOfVisit(visit, index, clocksOf(plan, visit)).flatMap((event) =>
      Array.from({ length: 1 + visit.copies }, (_, copy): Publication => {
        return { event, notBeforeMs: plan.hasTime ? notBeforeMsOf(plan, visit, event, copy) : 0 };
      }),
    ),
  );

export const eventsOf = (plan: Plan): readonly PlannedEvent[] =>
  publicationsOf(plan).map(({ event }) => event);

function notBeforeMsOf(plan: Plan, visit: Visit, event: PlannedEvent, copy: number): number {
  const { entryMs, exitMs } = clocksOf(plan, visit);
  const readAtMs =
    event.kind === "entry"
      ? event.enteredAt.getTime() - entryMs
      : event.exitedAt.getTime() - exitMs;
  const late = event.kind === "entry" ? visit.entryLateSeconds : visit.exitLateSeconds;
  const sentAtMs = readAtMs + (late + copy * visit.copyLateSeconds) * 1_000;
  const gates = event.kind === "entry" ? "entry gates" : "exit gates";
  return plan.pauses
    .filter(({ who }) => who === gates)
    .reduce((ms, pause) => (isWithin(pause, ms) ? endMsOf(pause) : ms), sentAtMs);
}

export const endMsOf = ({ fromSecond, seconds }: Pause): number =>
  BASE_MS + (fromSecond + seconds) * 1_000;

export const isWithin = (pause: Pause, atMs: number): boolean =>
  atMs >= BASE_MS + pause.fromSecond * 1_000 && atMs < endMsOf(pause);

interface LotClocks {
  /** How far the clock of the entry gate is ahead. */
  readonly entryMs: number;
  readonly exitMs: number;
}

export const clocksOf = ({ gateClocks }: Pick<Plan, "gateClocks">, { lot }: Visit): LotClocks => {
  const [entryMs = 0, exitMs = 0] = gateClocks.slice(2 * lot);
  return { entryMs, exitMs };
};

export function gateClockOf(plan: Plan, { kind, lotId }: PlannedEvent): number {
  const gate = (lotId === "lot0" ? 0 : 2) + (kind === "entry" ? 0 : 1);
  return plan.gateClocks[gate] ?? 0;
}

function eventsOfVisit(
  visit: Visit,
  index: number,
  { entryMs, exitMs }: LotClocks,
): readonly PlannedEvent[] {
  const { enteredSecond, dwellSeconds, mishap } = visit;
  const shared = { plate: `P${visit.plate}`, lotId: `lot${visit.lot}` };
  const at = (second: number, aheadMs: number) => new Date(BASE_MS + second * 1_000 + aheadMs);
  const entry = (second: number, id = `e${index}`): EntryEvent => ({
    kind: "entry",
    id,
    ...shared,
    enteredAt: at(second, entryMs),
  });
  const mark = visit.isRefused ? REFUSED_MARK : "";
  const exit = (second: number, id = `x${index}`): ExitEvent => ({
    kind: "exit",
    id: `${id}${mark}`,
    ...shared,
    exitedAt: at(second, exitMs),
  });
  const left = enteredSecond + dwellSeconds;
  const read: Readonly<Record<Visit["mishap"], readonly PlannedEvent[]>> = {
    none: [entry(enteredSecond), exit(left)],
    "lost entry": [exit(left)],
    "lost exit": [entry(enteredSecond)],
    "entry read twice": [
      entry(enteredSecond),
      entry(enteredSecond + 20, `e${index}b`),
      exit(left + 20),
    ],
    "exit read twice": [entry(enteredSecond), exit(left), exit(left + 20, `x${index}b`)],
    "exit stamped early": [entry(enteredSecond), exit(enteredSecond - 2)],
    "exit stamped far too early": [entry(enteredSecond), exit(enteredSecond - 3)],
    "id used again": [entry(enteredSecond), exit(left), entry(enteredSecond + 1)],
  };
  return read[mishap];
}
