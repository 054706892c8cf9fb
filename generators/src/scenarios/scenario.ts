/** A car park with several gates. */
export interface Lot {
  readonly id: string;
  /** Cars it takes; when it is full they try the next lot. */
  readonly capacity: number;
  /** How many come here, compared with the other lots. */
  readonly share: number;
  readonly entries: readonly [string, ...string[]];
  readonly exits: readonly [string, ...string[]];
}

/** Log-normal; what is drawn outside of the bounds is put on them. */
export interface Dwell {
  readonly medianMs: number;
  /** Of the logarithm: 0.5 is narrow, 1 is wide. */
  readonly sigma: number;
  readonly shortestMs: number;
  readonly longestMs: number;
}

/** Cars per hour: through the week, or as steps that are repeated from the start of a run. */
export type Arrivals =
  | {
      readonly kind: "week";
      readonly perHour: number;
      /** Factor for each of the 24 hours of a day, UTC. */
      readonly byHour: readonly number[];
      /** Factor for each day, Sunday first. */
      readonly byDay: readonly number[];
    }
  | {
      readonly kind: "steps";
      readonly steps: readonly { readonly lastsMs: number; readonly perHour: number }[];
    };

/** Cars that come on each of their days, about the same time, to their own lot. */
export interface Regulars {
  readonly count: number;
  /** Into the day, UTC. */
  readonly arriveAtMs: number;
  /** Deviation from one regular to the next; day by day a regular varies by a quarter of it. */
  readonly spreadMs: number;
  /** Days of the week, 0 is Sunday. */
  readonly days: readonly number[];
  /** Share of their days on which they stay away. */
  readonly absence: number;
  readonly dwell: Dwell;
}

export interface Scenario {
  readonly name: string;
  /** When in the week a run begins, unless it is told: ms since Sunday 0:00 UTC. */
  readonly startsAtMs: number;
  readonly lots: readonly [Lot, ...Lot[]];
  readonly arrivals: Arrivals;
  readonly dwell: Dwell;
  readonly regulars?: Regulars | undefined;
  /** Everybody leaves within this time, as after a match: into the day, UTC. */
  readonly leaving?: { readonly atMs: number; readonly withinMs: number } | undefined;
  /** Everybody has left by then: into the day, UTC. */
  readonly closesAtMs?: number | undefined;
  /** What the car park tells the backend as MAX_STAY_MS. */
  readonly longestStayMs?: number | undefined;
}
