/** A camera read one plate; two reads differ in at least one of these. */
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
 * which entry.
 */
export const referencePairs = (
  reads: readonly ReferenceRead[],
  rules: ReferenceRules,
): ReadonlyMap<ReferenceRead, ReferenceRead> => follow(reads, rules).pairs;

/** The fate of a read; both an entry and its exit are "closed". */
export type ReferenceFate = "open" | "closed" | "abandoned" | "reread" | "unmatched";

/** What became of each read by the same rule. */
export const referenceFates = (
  reads: readonly ReferenceRead[],
  rules: ReferenceRules,
): ReadonlyMap<ReferenceRead, ReferenceFate> => follow(reads, rules).fates;

/** What the ledger has to say of a read. */
export interface ReferenceOutcome {
  readonly fate: ReferenceFate | "voided";
  /** The exit whose stay the read belongs to, or lost. */
  readonly stayOf: ReferenceRead | undefined;
}

/**
 * What the ledger has to say of each read by the same rule.
 * @param isVoid - whether the stay of this exit was announced and then made void, which depends on the order of arrival
 */
export function referenceOutcomes(
  reads: readonly ReferenceRead[],
  rules: ReferenceRules,
  isVoid: (exit: ReferenceRead) => boolean,
): ReadonlyMap<ReferenceRead, ReferenceOutcome> {
  const { pairs, fates } = follow(reads, rules);
  const exits = new Map(
    [...pairs].flatMap(([exit, entry]) => [exit, entry].map((read) => [read, exit])),
  );
  return new Map(
    [...fates].map(([read, fate]): [ReferenceRead, ReferenceOutcome] => {
      const isVoided = read.kind === "exit" && fate !== "closed" && isVoid(read);
      return [
        read,
        isVoided ? { fate: "voided", stayOf: read } : { fate, stayOf: exits.get(read) },
      ];
    }),
  );
}

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
  const pairs = new Map<ReferenceRead, ReferenceRead>();
  const fates = new Map<ReferenceRead, ReferenceFate>();
  let parked: ReferenceRead | null = null;
  let leftBy: ReferenceRead | null = null;
  /** The exit that found nobody inside, while only exits within its window came after it. */
  let lone: ReferenceRead | null = null;
  for (const read of inOrder) {
    const since = (other: ReferenceRead | null) =>
      other === null ? Number.POSITIVE_INFINITY : read.atMs - other.atMs;
    if (read.kind === "entry") {
      if (lone !== null && since(lone) <= clockSkewToleranceMs) {
        pairs.set(lone, read);
        fates.set(lone, "closed").set(read, "closed");
        leftBy = lone;
      } else if (since(parked) > rereadWindowMs) {
        if (parked !== null) fates.set(parked, "abandoned");
        fates.set(read, "open");
        parked = read;
        leftBy = null;
      } else fates.set(read, "reread");
      lone = null;
    } else if (parked !== null && since(parked) <= maxStayMs) {
      pairs.set(read, parked);
      fates.set(parked, "closed").set(read, "closed");
      parked = null;
      leftBy = read;
    } else if (since(leftBy) <= rereadWindowMs || since(lone) <= rereadWindowMs) {
      fates.set(read, "reread");
    } else {
      if (parked !== null) fates.set(parked, "abandoned");
      fates.set(read, "unmatched");
      parked = null;
      leftBy = null;
      lone = read;
    }
  }
  return { pairs, fates };
}
