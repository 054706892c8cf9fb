import type { Snapshot } from "./snapshot.js";

const MAX_PROCESSES = 1_000;

interface Counts {
  readonly startedAtMs: number | undefined;
  readonly unmatched: number;
}

/** Adds up the counts of all backends since their starts, including backends that have ended. */
export class ProcessCounts {
  private readonly counts = new Map<string, Counts>();

  update(instance: string, { startedAtMs, unmatched }: Snapshot): void {
    // After a restart, another process has the same address.
    const key = `${instance} ${startedAtMs}`;
    this.counts.delete(key);
    this.counts.set(key, { startedAtMs, unmatched });
    const [oldest] = this.counts.keys();
    if (this.counts.size > MAX_PROCESSES && oldest !== undefined) this.counts.delete(oldest);
  }

  /** Start of the first backend. */
  get since(): Date | null {
    const started = [...this.counts.values()].flatMap(({ startedAtMs }) => startedAtMs ?? []);
    return started.length === 0 ? null : new Date(Math.min(...started));
  }

  /** The count of one backend may be negative, when it matched an exit of another one. The sum is not, unless a scrape is missing. */
  get unmatched(): number {
    return Math.max(
      0,
      this.sum(({ unmatched }) => unmatched),
    );
  }

  private sum(of: (counts: Counts) => number): number {
    return [...this.counts.values()].reduce((all, each) => all + of(each), 0);
  }
}
