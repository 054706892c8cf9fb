/** A car park with several gates. */
export interface Lot {
  readonly id: string;
  /** Number of places; when all are taken, cars try the next lot. */
  readonly capacity: number;
  /** Weight among the lots: with 2, twice as many cars come here as with 1. */
  readonly share: number;
  readonly entries: readonly [string, ...string[]];
  readonly exits: readonly [string, ...string[]];
}

/** A log-normal distribution, cut at its bounds. */
export interface Dwell {
  readonly medianMs: number;
  /** Deviation of the logarithm: 0.5 is narrow, 1 is wide. */
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

/** Cars that come on fixed days of the week, at about the same time, each to the same lot. */
export interface Regulars {
  readonly count: number;
  /** Ms since midnight, UTC. */
  readonly arriveAtMs: number;
  /** Deviation between regulars; from day to day a regular deviates by a quarter of it. */
  readonly spreadMs: number;
  /** Days of the week, 0 is Sunday. */
  readonly days: readonly number[];
  /** Share of these days on which a regular does not come. */
  readonly absence: number;
  readonly dwell: Dwell;
}

export interface Scenario {
  readonly name: string;
  /** When in the week a run begins without SCENARIO_START: ms since Sunday 0:00 UTC. */
  readonly startsAtMs: number;
  readonly lots: readonly [Lot, ...Lot[]];
  readonly arrivals: Arrivals;
  readonly dwell: Dwell;
  readonly regulars?: Regulars | undefined;
  /** All cars leave within this time, as after a match; ms since midnight, UTC. */
  readonly leaving?: { readonly atMs: number; readonly withinMs: number } | undefined;
  /** All cars have left by this time; ms since midnight, UTC. */
  readonly closesAtMs?: number | undefined;
  /** The MAX_STAY_MS of the backend for this car park. */
  readonly longestStayMs?: number | undefined;
}
