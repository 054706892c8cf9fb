import type { Snapshot } from "./snapshot.js";

const MAX_PROCESSES = 1_000;

interface Counts {
  readonly startedAtMs: number | undefined;
  readonly unmatched: number;
}

/** Adds up what every backend counted since its start, those that are gone included. */
export class ProcessCounts {
  private readonly counts = new Map<string, Counts>();

  update(instance: string, { startedAtMs, unmatched }: Snapshot): void {
    // One address may have one process after the other.
    const key = `${instance} ${startedAtMs}`;
    this.counts.delete(key);
    this.counts.set(key, { startedAtMs, unmatched });
    const [oldest] = this.counts.keys();
    if (this.counts.size > MAX_PROCESSES && oldest !== undefined) this.counts.delete(oldest);
  }

  /** When the first of them started. */
  get since(): Date | null {
    const started = [...this.counts.values()].flatMap(({ startedAtMs }) => startedAtMs ?? []);
    return started.length === 0 ? null : new Date(Math.min(...started));
  }

  /** One may be below zero: it matched what another did not. All of them are not, or we missed some. */
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
