import type { PlateHistory } from "./plate-history.js";
import { compareReads, type Read } from "./read.js";

export type Insertion = "inserted" | "repeated" | "id_conflict" | "too_late";

/** Collects reads into one history. The same id with another time is a conflict, not a repeat. */
export class ReadInserter {
  /** In the order of `compareReads`; a new array as soon as something was inserted. */
  reads: readonly Read[];

  constructor(private readonly history: PlateHistory) {
    this.reads = history.reads;
  }

  insert(read: Read): Insertion {
    const known = this.reads.find(({ kind, id }) => kind === read.kind && id === read.id);
    if (known) return known.atMs === read.atMs ? "repeated" : "id_conflict";
    const { forgottenUpTo } = this.history;
    if (forgottenUpTo && compareReads(read, forgottenUpTo) <= 0) return "too_late";
    const after = this.reads.findLastIndex((other) => compareReads(other, read) < 0);
    this.reads = this.reads.toSpliced(after + 1, 0, read);
    return "inserted";
  }
}
