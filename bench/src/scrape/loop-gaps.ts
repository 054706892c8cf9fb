/** Longest turns of the event loop, in ms. */
export interface Gaps {
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

const MICROSECONDS_PER_MS = 1_000;

/**
 * Measures every turn of the event loop: its time by the clock, but at most the CPU time of this process, so that other
 * programs on the machine do not count.
 */
export class LoopGaps {
  private gaps: number[] = [];
  private lastMs = performance.now();
  private lastUsage = process.cpuUsage();
  private isOver = false;

  constructor(private readonly eachTurn: () => void) {
    this.turn();
  }

  /** Discards the turns so far. */
  begin(): void {
    this.gaps = [];
    this.remember();
  }

  /** The longest gap since `begin`. */
  longest(): number {
    return this.gaps.reduce((longest, gap) => Math.max(longest, gap), 0);
  }

  stop(): void {
    this.isOver = true;
  }

  private turn(): void {
    if (this.isOver) return;
    this.eachTurn();
    const { user, system } = process.cpuUsage(this.lastUsage);
    const processorMs = (user + system) / MICROSECONDS_PER_MS;
    this.gaps.push(Math.min(performance.now() - this.lastMs, processorMs));
    this.remember();
    setImmediate(() => this.turn());
  }

  private remember(): void {
    this.lastMs = performance.now();
    this.lastUsage = process.cpuUsage();
  }
}

export function gapsOf(longest: readonly number[]): Gaps {
  const sorted = longest.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), worst: sorted.at(-1) ?? 0 };
}
