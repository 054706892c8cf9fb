import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import fc from "fast-check";
import type { Chaos } from "./world/choices.js";

export type PlannedEvent = EntryEvent | ExitEvent;

/** All that decides a run. */
export interface Plan {
  /** False when all events are published at the start, in any order, and none is older than a horizon. */
  readonly hasTime: boolean;
  readonly maxStaySeconds: number;
  readonly pauses: readonly Pause[];
  /** How often all processes are frozen, for up to several horizons. */
  readonly freezes: number;
  readonly replicas: number;
  readonly prefetch: number;
  readonly visits: readonly Visit[];
  /** By how many ms the clock of each gate is ahead: entry and exit of the first lot, then of the second. */
  readonly gateClocks: readonly number[];
  readonly chaos: Chaos;
  /** How often the store loses what it has acknowledged. */
  readonly losses: number;
}

/** A time in which one part of the system does nothing. */
export interface Pause {
  readonly who: "backends" | "sink" | "entry gates" | "exit gates";
  readonly fromSecond: number;
  readonly seconds: number;
}

/** One visit of a car, with the faults of the cameras and of the network. */
export interface Visit {
  readonly plate: number;
  readonly lot: number;
  readonly enteredSecond: number;
  readonly dwellSeconds: number;
  readonly mishap: (typeof MISHAPS)[number];
  /** How often each event is published once more. */
  readonly copies: number;
  readonly isRefused: boolean;
  /** How long after it was read each event is published, and how much later its copies are. */
  readonly entryLateSeconds: number;
  readonly exitLateSeconds: number;
  readonly copyLateSeconds: number;
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

/** The horizon of the backends in all runs: so short that a run lasts for several horizons. */
export const HORIZON_SECONDS = 720;
export const MAX_AHEAD_SECONDS = 30;

/** On time, within the horizon, near its end, or far behind it. */
const aLateness = fc.oneof(
  { weight: 12, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.nat({ max: HORIZON_SECONDS }) },
  { weight: 2, arbitrary: fc.integer({ min: HORIZON_SECONDS - 20, max: HORIZON_SECONDS + 100 }) },
  { weight: 1, arbitrary: fc.integer({ min: HORIZON_SECONDS, max: 6 * HORIZON_SECONDS }) },
);

const aVisit = (plates: number): fc.Arbitrary<Visit> =>
  fc.record({
    plate: fc.nat({ max: plates - 1 }),
    lot: fc.nat({ max: 1 }),
    enteredSecond: fc.nat({ max: 400 }).map((step) => step * 5),
    dwellSeconds: fc.nat({ max: 60 }).map((step) => step * 5),
    mishap: fc.constantFrom(...MISHAPS),
    copies: fc.constantFrom(0, 0, 0, 1, 2),
    isRefused: fc.nat({ max: 19 }).map((draw) => draw === 19),
    entryLateSeconds: aLateness,
    exitLateSeconds: aLateness,
    copyLateSeconds: aLateness,
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
  // A hot plate.
  { weight: 2, arbitrary: fc.array(aVisit(1), { minLength: 60, maxLength: 160, size: "max" }) },
);

/** Two gates that are a little off differ by the tolerance at most; one that is far off breaks it. */
const aGateClock = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.constantFrom(-1_000, -999, -400, 400, 999, 1_000) },
  { weight: 1, arbitrary: fc.constantFrom(-9_000, -2_500, 2_500, 9_000) },
  { weight: 1, arbitrary: fc.constantFrom(29_000, 45_000) },
);

const aPause: fc.Arbitrary<Pause> = fc.record({
  who: fc.constantFrom("backends", "sink", "entry gates", "exit gates"),
  fromSecond: fc.nat({ max: 2_000 }),
  seconds: fc.oneof(fc.nat({ max: HORIZON_SECONDS }), fc.nat({ max: 4 * HORIZON_SECONDS })),
});

const anyPlan = {
  replicas: fc.integer({ min: 1, max: 4 }),
  prefetch: fc.constantFrom(1, 3, 20),
  gateClocks: fc.array(aGateClock, { minLength: 4, maxLength: 4 }),
  chaos: fc.record({ seed: fc.nat(), choices: fc.nat({ max: 10_000 }) }),
  losses: fc.constantFrom(0, 0, 1, 2, 3),
};

/** Multiplies the distances between event times. */
const stretched = (visits: readonly Visit[], factor: number): readonly Visit[] =>
  visits.map((visit) => ({
    ...visit,
    enteredSecond: visit.enteredSecond * factor,
    dwellSeconds: visit.dwellSeconds * factor,
  }));

/** All events wait at once, for as many orders as possible. */
const aCrowd: fc.Arbitrary<Plan> = fc.record({
  ...anyPlan,
  hasTime: fc.constant(false),
  maxStaySeconds: fc.constant(600),
  visits: someVisits.map((visits) => stretched(visits, 0.2)),
  pauses: fc.constant([]),
  freezes: fc.constant(0),
});

/** Events come when they are read, or up to some horizons late. */
const aDay: fc.Arbitrary<Plan> = fc.record({
  ...anyPlan,
  hasTime: fc.constant(true),
  maxStaySeconds: fc.constantFrom(150, 600, 2_200),
  visits: fc
    .tuple(someVisits, fc.constantFrom(0.5, 1, 3))
    .map(([visits, factor]) => stretched(visits, factor)),
  pauses: fc.array(aPause, { maxLength: 2 }),
  freezes: fc.constantFrom(0, 0, 1, 2),
});

export const aPlan: fc.Arbitrary<Plan> = fc.oneof(
  { weight: 1, arbitrary: aCrowd },
  { weight: 1, arbitrary: aDay },
);
