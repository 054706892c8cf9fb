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
export function referencePairs(
  reads: readonly ReferenceRead[],
  { rereadWindowMs, clockSkewToleranceMs, maxStayMs }: ReferenceRules,
): ReadonlyMap<string, ReferenceRead> {
  const inOrder = reads.toSorted(
    (a, b) =>
      a.atMs - b.atMs ||
      Number(a.kind === "exit") - Number(b.kind === "exit") ||
      (a.id < b.id ? -1 : 1),
  );
  const pairs = new Map<string, ReferenceRead>();
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
        leftBy = before;
      } else if (parked === null || read.atMs - parked.atMs > rereadWindowMs) {
        parked = read;
        leftBy = null;
      }
    } else if (parked !== null && read.atMs - parked.atMs > maxStayMs) {
      parked = null;
      leftBy = null;
    } else if (parked !== null) {
      pairs.set(read.id, parked);
      parked = null;
      leftBy = read;
    } else if (leftBy !== null && read.atMs - leftBy.atMs > rereadWindowMs) {
      leftBy = null;
    }
  });
  return pairs;
}
