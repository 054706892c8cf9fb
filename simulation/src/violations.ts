import type { StaySummary } from "@boomgate/contracts";
import { type ReferenceRead, referencePairs, type ReferenceRules } from "@boomgate/testing/oracle";
import { REFUSED_MARK } from "./plan.js";

export interface PlateAftermath {
  /** Of its document. */
  readonly key: string;
  /** Every read of the plate that was published, once. */
  readonly published: readonly ReferenceRead[];
  /** Reads that were ever in the store. */
  readonly stored: readonly ReferenceRead[];
  /**
   * Reads that were saved before a loss and not after it, made no stay, and were parked in the end: nothing shows
   * whether a rebuild accepted them.
   */
  readonly unsure: readonly ReferenceRead[];
  /** Reads of which at least one message was parked. */
  readonly parked: readonly ReferenceRead[];
  /** Those of which every message was parked without being accepted. */
  readonly whollyParked: readonly ReferenceRead[];
  /** The stays of the plate in the sink. */
  readonly stays: readonly StaySummary[];
}

/** Sentences about what breaks the rule; empty when nothing does. */
export function violationsOf(plate: PlateAftermath, rules: ReferenceRules): readonly string[] {
  const { stored, unsure, stays } = plate;
  const wrong = subsetsOf(unsure).map((some) => wrongStays([...stored, ...some], stays, rules));
  const isRight = wrong.some((sentences) => sentences.length === 0);
  return [...lostReads(plate), ...(isRight ? [] : (wrong[0] ?? []))];
}

/** No run has more of them at one plate. */
const UNSURE_AT_MOST = 10;

function subsetsOf(reads: readonly ReferenceRead[]): readonly (readonly ReferenceRead[])[] {
  return reads
    .slice(0, UNSURE_AT_MOST)
    .reduce<ReferenceRead[][]>(
      (subsets, read) => subsets.flatMap((subset) => [subset, [...subset, read]]),
      [[]],
    );
}

const nameOf = ({ kind, id, atMs }: ReferenceRead) => `${kind} ${id} of ${atMs}`;

function lostReads({ published, stored, parked }: PlateAftermath): readonly string[] {
  return published
    .filter((read) => !stored.includes(read) && !parked.includes(read))
    .map((read) => `${nameOf(read)} is neither accepted nor parked`);
}

const exitOf = ({ exitEventId, exitedAt }: StaySummary) =>
  nameOf({ kind: "exit", id: exitEventId, atMs: exitedAt.getTime() });

function wrongStays(
  accepted: readonly ReferenceRead[],
  stays: readonly StaySummary[],
  rules: ReferenceRules,
): readonly string[] {
  const wanted = new Map(
    [...referencePairs(accepted, rules)]
      .filter(([exit]) => !exit.id.endsWith(REFUSED_MARK))
      .map(([exit, entry]) => [nameOf(exit), { exit, entry }] as const),
  );
  const found = new Map(stays.map((stay) => [exitOf(stay), stay]));
  const wrong = [...wanted].flatMap(([name, { exit, entry }]) => {
    const stay = found.get(name);
    const seconds = Math.max(0, exit.atMs - entry.atMs) / 1_000;
    if (stay?.status !== "closed") return [`the stay of ${name} is ${stay?.status ?? "missing"}`];
    if (stay.entryEventId !== entry.id || stay.enteredAt.getTime() !== entry.atMs) {
      return [`the stay of ${name} has entry ${stay.entryEventId} instead of ${nameOf(entry)}`];
    }
    if (stay.durationSeconds !== seconds) return [`the stay of ${name} does not last ${seconds} s`];
    return [];
  });
  const invented = stays.filter((stay) => stay.status === "closed" && !wanted.has(exitOf(stay)));
  return [...wrong, ...invented.map((stay) => `the stay of ${exitOf(stay)} is invented`)];
}
