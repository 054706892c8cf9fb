/** What one second of a load looked like. */
export interface LoadSample {
  /** Of the run, at its end. */
  readonly second: number;
  /** Events per second that were wanted. */
  readonly wanted: number;
  readonly confirmedPerSecond: number;
  readonly staysPerSecond: number;
  readonly published: number;
  readonly confirmed: number;
  readonly nacked: number;
  readonly isBlocked: boolean;
  /** Ready in the queues. */
  readonly backlog: number;
  /** Accepted by the sink since the start. */
  readonly stays: number;
  /** From published to committed, in seconds; none when nothing was committed. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  /** Cores that each part kept busy. */
  readonly cores: Readonly<Record<Part, number>>;
}

/** Broker, Redis and database are with the rest of the machine. */
export const PARTS = ["load", "backends", "busiest backend", "summary API", "machine"] as const;
export type Part = (typeof PARTS)[number];
