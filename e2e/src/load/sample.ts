/** What one second of a load looked like. */
export interface LoadSample {
  /** End of the second, since the start of the load. */
  readonly second: number;
  /** Planned events per second. */
  readonly wanted: number;
  readonly confirmedPerSecond: number;
  readonly staysPerSecond: number;
  readonly published: number;
  readonly confirmed: number;
  readonly nacked: number;
  readonly isBlocked: boolean;
  /** Events ready in the queues. */
  readonly backlog: number;
  /** Stays that the sink accepted since the start. */
  readonly stays: number;
  /** Seconds from publishing an exit to the commit of its stay; undefined when none was committed. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  /** Cores that each part kept busy. */
  readonly cores: Readonly<Record<Part, number>>;
}

/** Broker, Redis and database count only in `machine`. */
export const PARTS = ["load", "backends", "busiest backend", "summary API", "machine"] as const;
export type Part = (typeof PARTS)[number];
