import type { Read } from "./read.js";

export interface PairingRules {
  /** A second read of the same car by the same kind of camera within this time is a re-read. */
  readonly rereadWindowMs: number;
  /** By how much an exit may be stamped before its entry, as gate clocks differ. */
  readonly clockSkewToleranceMs: number;
  /** An exit later than this after the open entry belongs to another visit, whose entry was missed. */
  readonly maxStayMs: number;
}

/**
 * What became of a read. An entry is open, closed, abandoned or a re-read; an exit is closed,
 * unmatched or a re-read.
 */
export type Fate = "open" | "closed" | "abandoned" | "reread" | "unmatched";

export interface Pairing {
  /** One for each read, in their order. */
  readonly fates: readonly Fate[];
  /** At the index of an exit, the index of the entry it closed. */
  readonly entryOf: readonly (number | undefined)[];
  /** Index of the entry that is still open. */
  readonly open: number | undefined;
  /** Indexes of the reads that the fate of later reads may still depend on, oldest first: at most two. */
  live(): readonly number[];
}

/**
 * Which exit closes which entry, for one plate in one lot. The only place that knows the rule.
 * @param reads - in the order of `compareReads`, none twice
 * @returns O(n)
 * @see docs/adr/0002-pairing.md - why an abandoned entry is never paired across another read
 */
export function pair(reads: readonly Read[], rules: PairingRules): Pairing {
  const fold = new Fold(reads, rules);
  for (let index = 0; index < reads.length; index += 1) fold.take(index);
  return fold;
}

class Fold implements Pairing {
  readonly fates: Fate[] = [];
  readonly entryOf: (number | undefined)[] = [];
  open: number | undefined;
  /** Index of the exit that closed the last stay, until an entry follows. */
  private closer: number | undefined;
  /** Index of an exit that found no open entry, as long as only re-reads of that exit followed. */
  private early: number | undefined;

  constructor(
    private readonly reads: readonly Read[],
    private readonly rules: PairingRules,
  ) {}

  take(index: number): void {
    if (this.reads[index]?.kind === "entry") this.takeEntry(index);
    else this.takeExit(index);
  }

  private takeEntry(entry: number): void {
    if (this.isWithin(this.rules.clockSkewToleranceMs, this.early, entry)) {
      this.close(entry, this.early);
    } else if (this.isWithin(this.rules.rereadWindowMs, this.open, entry)) {
      this.fates[entry] = "reread";
    } else {
      if (this.open !== undefined) this.fates[this.open] = "abandoned";
      this.fates[entry] = "open";
      this.open = entry;
      this.closer = undefined;
    }
    this.early = undefined;
  }

  private takeExit(exit: number): void {
    const { maxStayMs, rereadWindowMs } = this.rules;
    if (this.isWithin(maxStayMs, this.open, exit)) {
      this.close(this.open, exit);
    } else if (this.isWithin(rereadWindowMs, this.closer ?? this.early, exit)) {
      this.fates[exit] = "reread";
    } else {
      if (this.open !== undefined) this.fates[this.open] = "abandoned";
      this.open = undefined;
      this.fates[exit] = "unmatched";
      this.early = exit;
      this.closer = undefined;
    }
  }

  private close(entry: number, exit: number): void {
    this.fates[entry] = "closed";
    this.fates[exit] = "closed";
    this.entryOf[exit] = entry;
    this.open = undefined;
    this.closer = exit;
  }

  private isWithin(
    windowMs: number,
    earlier: number | undefined,
    later: number,
  ): earlier is number {
    if (earlier === undefined) return false;
    return this.atMs(later) - this.atMs(earlier) <= windowMs;
  }

  private atMs(index: number): number {
    return (this.reads[index] as Read).atMs;
  }

  live(): readonly number[] {
    if (this.open !== undefined) return [this.open];
    if (this.early !== undefined) return [this.early];
    if (this.closer === undefined) return [];
    const entry = this.entryOf[this.closer] as number;
    return entry < this.closer ? [entry, this.closer] : [this.closer, entry];
  }
}
