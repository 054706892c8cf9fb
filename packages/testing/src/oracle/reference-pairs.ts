/** A camera read one plate; `id` is unique among the reads of its kind. */
export interface ReferenceRead {
  readonly kind: "entry" | "exit";
  readonly id: string;
  readonly atMs: number;
}

export interface ReferenceRules {
  readonly rereadWindowMs: number;
  readonly clockSkewToleranceMs: number;
  readonly maxStayMs: number;
}

/**
 * The pairing rule, written again from its words and sharing no code with the backend: which exit closes
 * which entry, as the id of the exit to the read of the entry.
 */
export const referencePairs = (
  reads: readonly ReferenceRead[],
  rules: ReferenceRules,
): ReadonlyMap<string, ReferenceRead> => follow(reads, rules).pairs;

/** What the rule's words call each read; "closed" is said of an entry and of its exit. */
export type ReferenceFate = "open" | "closed" | "abandoned" | "reread" | "unmatched";

/** What became of each read by the same rule. */
export const referenceFates = (
  reads: readonly ReferenceRead[],
  rules: ReferenceRules,
): ReadonlyMap<ReferenceRead, ReferenceFate> => follow(reads, rules).fates;

function follow(
  reads: readonly ReferenceRead[],
  { rereadWindowMs, clockSkewToleranceMs, maxStayMs }: ReferenceRules,
) {
  const inOrder = reads.toSorted(
    (a, b) =>
      a.atMs - b.atMs ||
      Number(a.kind === "exit") - Number(b.kind === "exit") ||
      (a.id < b.id ? -1 : 1),
  );
  const pairs = new Map<string, ReferenceRead>();
  const fates = new Map<ReferenceRead, ReferenceFate>();
  let parked: ReferenceRead | null = null;
  let leftBy: ReferenceRead | null = null;
  inOrder.forEach((read, index) => {
    if (read.kind === "entry") {
      const before = inOrder[index - 1];
      const isLateStamp =
        before?.kind === "exit" &&
        !pairs.has(before.id) &&
        leftBy === null &&
        parked === null &&
        read.atMs - before.atMs <= clockSkewToleranceMs;
      if (isLateStamp) {
        pairs.set(before.id, read);
        fates.set(before, "closed").set(read, "closed");
        leftBy = before;
      } else if (parked === null || read.atMs - parked.atMs > rereadWindowMs) {
        if (parked !== null) fates.set(parked, "abandoned");
        fates.set(read, "open");
        parked = read;
        leftBy = null;
      } else fates.set(read, "reread");
    } else if (parked !== null && read.atMs - parked.atMs > maxStayMs) {
      fates.set(parked, "abandoned").set(read, "unmatched");
      parked = null;
      leftBy = null;
    } else if (parked !== null) {
      pairs.set(read.id, parked);
      fates.set(parked, "closed").set(read, "closed");
      parked = null;
      leftBy = read;
    } else if (leftBy !== null && read.atMs - leftBy.atMs <= rereadWindowMs) {
      fates.set(read, "reread");
    } else {
      fates.set(read, "unmatched");
      leftBy = null;
    }
  });
  return { pairs, fates };
}
