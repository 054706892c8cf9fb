import type { StaySummary } from "@boomgate/contracts";
import { type ReferenceRead, referencePairs, type ReferenceRules } from "@boomgate/testing/oracle";
import { REFUSED_MARK } from "./plan.js";

export interface PlateAftermath {
  /** Every read of the plate that was published, once. */
  readonly published: readonly ReferenceRead[];
  /** Those that the store ever held. */
  readonly stored: readonly ReferenceRead[];
  /**
   * Those that were saved before something was lost and not since, made no stay, and were parked in the end:
   * whether a rebuild accepted them, nothing shows.
   */
  readonly unsure: readonly ReferenceRead[];
  /** Those of which at least one message was parked. */
  readonly parked: readonly ReferenceRead[];
  /** What the sink holds of the plate. */
  readonly stays: readonly StaySummary[];
}

/** Sentences about what is not as the rule says; none when all is well. */
export function violationsOf(plate: PlateAftermath, rules: ReferenceRules): readonly string[] {
  const { stored, unsure, stays } = plate;
  const wrong = subsetsOf(unsure).map((some) => wrongStays([...stored, ...some], stays, rules));
  const isRight = wrong.some((sentences) => sentences.length === 0);
  return [...lostReads(plate), ...(isRight ? [] : (wrong[0] ?? []))];
}

/** More of them at one plate are never seen. */
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
