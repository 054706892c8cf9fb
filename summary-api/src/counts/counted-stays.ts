import type { StayCounts, SummaryStore } from "../store/stays/summary-store.js";

/** A count that took less is made for each request. */
const CHEAP_MS = 100;
/** A slower count is used again for four times as long as it took: at most a fifth of the time goes into counting. */
const REST = 4;

export interface Counted extends StayCounts {
  /** When the count began; it contains everything committed before. */
  readonly countedAt: Date;
}

/**
 * Counts the stays in the database, which reads all of them. A slow count is returned again for a while, and
 * simultaneous requests share one count.
 */
export class CountedStays {
  private latest: { readonly counted: Promise<Counted>; reuseUntilMs: number } | undefined;

  constructor(
    private readonly store: Pick<SummaryStore, "counts">,
    private readonly now: () => Date,
  ) {}

  /** @throws {DependencyUnavailableError} when the database does not answer */
  async read(): Promise<Counted> {
    const known = this.latest;
    if (known !== undefined && this.now().getTime() < known.reuseUntilMs) return known.counted;
    const latest = { counted: this.count(), reuseUntilMs: Infinity };
    this.latest = latest;
    try {
      const counted = await latest.counted;
      const tookMs = this.now().getTime() - counted.countedAt.getTime();
      latest.reuseUntilMs = tookMs < CHEAP_MS ? 0 : this.now().getTime() + REST * tookMs;
      return counted;
    } catch (error) {
      latest.reuseUntilMs = 0;
      throw error;
    }
  }

  private async count(): Promise<Counted> {
    const countedAt = this.now();
    return { ...(await this.store.counts()), countedAt };
  }
}
