import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import fc from "fast-check";
import type { Chaos } from "./world/choices.js";

export type PlannedEvent = EntryEvent | ExitEvent;

/** All that decides a run. */
export interface Plan {
  readonly replicas: number;
  readonly prefetch: number;
  readonly visits: readonly Visit[];
  /** By how many ms the clock of each gate is ahead: entry and exit of the first lot, then of the second. */
  readonly gateClocks: readonly number[];
  readonly chaos: Chaos;
  /** How often the store loses what it has acknowledged. */
  readonly losses: number;
}

/** One car that comes and goes, and what the cameras and the network made of it. */
export interface Visit {
  readonly plate: number;
  readonly lot: number;
  readonly enteredSecond: number;
  readonly dwellSeconds: number;
  readonly mishap: (typeof MISHAPS)[number];
  /** How often each event is published once more. */
  readonly copies: number;
  readonly isRefused: boolean;
}

const MISHAPS = [
  "none",
  "none",
  "lost entry",
  "lost exit",
  "entry read twice",
  "exit read twice",
  "exit stamped early",
  "exit stamped far too early",
  "id used again",
] as const;

/** Stays of visits whose exit id ends like this are refused by the sink. */
export const REFUSED_MARK = "-refused";

const aVisit = (plates: number): fc.Arbitrary<Visit> =>
  fc.record({
    plate: fc.nat({ max: plates - 1 }),
    lot: fc.nat({ max: 1 }),
    enteredSecond: fc.nat({ max: 400 }).map((step) => step * 5),
    dwellSeconds: fc.nat({ max: 60 }).map((step) => step * 5),
    mishap: fc.constantFrom(...MISHAPS),
    copies: fc.constantFrom(0, 0, 0, 1, 2),
    isRefused: fc.nat({ max: 19 }).map((draw) => draw === 19),
  });

const someVisits = fc.oneof(
  { weight: 6, arbitrary: fc.array(aVisit(3), { maxLength: 14, size: "max" }) },
  // Four of five exits match nothing.
  {
    weight: 2,
    arbitrary: fc.array(
      fc.tuple(aVisit(6), fc.nat({ max: 4 })).map(([visit, draw]): Visit => {
        return draw === 0 ? visit : { ...visit, mishap: "lost entry" };
      }),
      { maxLength: 16, size: "max" },
    ),
  },
  // Most plates come once, and some only turn around.
  {
    weight: 3,
    arbitrary: fc.array(
      fc.tuple(aVisit(40), fc.nat({ max: 3 })).map(([visit, draw]): Visit => {
        return draw > 1 ? visit : { ...visit, mishap: "none", dwellSeconds: draw };
      }),
      { maxLength: 16, size: "max" },
    ),
  },
  // A hot plate, with more reads than a history keeps.
  { weight: 2, arbitrary: fc.array(aVisit(1), { minLength: 60, maxLength: 160, size: "max" }) },
);

/** Two gates that are a little off differ by the tolerance at most; one that is far off breaks it. */
const aGateClock = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.constantFrom(-1_000, -999, -400, 400, 999, 1_000) },
  { weight: 1, arbitrary: fc.constantFrom(-9_000, -2_500, 2_500, 9_000) },
);

export const aPlan: fc.Arbitrary<Plan> = fc.record({
  replicas: fc.integer({ min: 1, max: 4 }),
  prefetch: fc.constantFrom(1, 3, 20),
  visits: someVisits,
  gateClocks: fc.array(aGateClock, { minLength: 4, maxLength: 4 }),
  chaos: fc.record({ seed: fc.nat(), choices: fc.nat({ max: 10_000 }) }),
  losses: fc.constantFrom(0, 0, 1, 2, 3),
});

const BASE_MS = Date.UTC(2026, 2, 1, 8);

/** The events of a plan, copies included, in the order of the visits. */
export const eventsOf = (plan: Plan): readonly PlannedEvent[] =>
  plan.visits.flatMap((visit, index) => {
    // Which of two events with one id was accepted is lost with the store: its events tell no order.
    const isUntold = plan.losses > 0 && visit.mishap === "id used again";
    return eventsOfVisit(
      isUntold ? { ...visit, mishap: "none" } : visit,
      index,
      clocksOf(plan, visit),
    );
  });

interface LotClocks {
  /** How far the clock of the entry gate is ahead. */
  readonly entryMs: number;
  readonly exitMs: number;
}

export const clocksOf = ({ gateClocks }: Pick<Plan, "gateClocks">, { lot }: Visit): LotClocks => {
  const [entryMs = 0, exitMs = 0] = gateClocks.slice(2 * lot);
  return { entryMs, exitMs };
};

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
  return read[mishap].flatMap((event) => Array.from({ length: 1 + visit.copies }, () => event));
}
