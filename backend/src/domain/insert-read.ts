import type { HorizonRules } from "./lifetime.js";
import { compareReads, isSameRead, type Read } from "./read.js";

export type Insertion = "inserted" | "repeated" | "too_late" | "too_many" | "from_the_future";

/**
 * Reads one history holds at most. More than that within one horizon is no car but a placeholder or an attack. Which
 * reads are kept then depends on the order in which they came.
 */
export const MAX_READS = 5_000;

export interface Insertions {
  /** By the store's clock, ms since 1970. */
  readonly nowMs: number;
  /** Reads at or before this instant may have been forgotten, ms since 1970. */
  readonly floorMs: number;
}

/** Collects reads into one history. */
export class ReadInserter {
  /** In the order of `compareReads`; a new array as soon as something was inserted. */
  reads: readonly Read[];
  /** Inserted reads whose id another read of the same kind has, too. */
  reusedIds = 0;

  /**
   * @param known - all reads that the store holds of the plate: a copy of one of them is never too late
   * @param kept - those of them that are not left out with the next save
   */
  constructor(
    private readonly known: readonly Read[],
    kept: readonly Read[],
    private readonly at: Insertions,
    private readonly rules: HorizonRules,
  ) {
    this.reads = kept;
  }

  insert(read: Read): Insertion {
    if (this.isKnown(read)) return "repeated";
    if (read.atMs <= this.at.floorMs) return "too_late";
    if (read.atMs > this.at.nowMs + this.rules.maxAheadMs) return "from_the_future";
    if (this.reads.length >= MAX_READS) return "too_many";
    if (this.reads.some(({ id, kind }) => id === read.id && kind === read.kind)) {
      this.reusedIds += 1;
    }
    const after = this.reads.findLastIndex((other) => compareReads(other, read) < 0);
    this.reads = this.reads.toSpliced(after + 1, 0, read);
    return "inserted";
  }

  private isKnown(read: Read): boolean {
    const isIt = (other: Read) => isSameRead(other, read);
    return this.reads.some(isIt) || this.known.some(isIt);
  }
}
