import type { StaySummary } from "@boomgate/contracts";
import { type ReferenceRead, referencePairs, type ReferenceRules } from "@boomgate/testing/oracle";
import { REFUSED_MARK } from "./plan.js";

export interface PlateAftermath {
  /** Every read of the plate that was published, once. */
  readonly published: readonly ReferenceRead[];
  /** Those that the store ever held. */
  readonly stored: readonly ReferenceRead[];
  /** Those of which at least one message was parked. */
  readonly parked: readonly ReferenceRead[];
  /** What the sink holds of the plate. */
  readonly stays: readonly StaySummary[];
}

/** Sentences about what is not as the rule says; none when all is well. */
export function violationsOf(plate: PlateAftermath, rules: ReferenceRules): readonly string[] {
  return [...lostReads(plate), ...wrongStays(plate.stored, plate.stays, rules)];
}

function lostReads({ published, stored, parked }: PlateAftermath): readonly string[] {
  return published
    .filter((read) => !stored.includes(read) && !parked.includes(read))
    .map(({ kind, id }) => `${kind} ${id} is neither accepted nor parked`);
}

function wrongStays(
  accepted: readonly ReferenceRead[],
  stays: readonly StaySummary[],
  rules: ReferenceRules,
): readonly string[] {
  const wanted = [...referencePairs(accepted, rules)].filter(
    ([exitId]) => !exitId.endsWith(REFUSED_MARK),
  );
  const leftAtMs = (exitId: string) =>
    accepted.find(({ kind, id }) => kind === "exit" && id === exitId)?.atMs ?? Number.NaN;
  const wrong = wanted.flatMap(([exitId, entry]) => {
    const stay = stays.find(({ exitEventId }) => exitEventId === exitId);
    const seconds = Math.max(0, leftAtMs(exitId) - entry.atMs) / 1_000;
    if (stay?.status !== "closed") return [`stay ${exitId} is ${stay?.status ?? "missing"}`];
    if (stay.entryEventId !== entry.id) {
      return [`stay ${exitId} has entry ${stay.entryEventId} instead of ${entry.id}`];
    }
    if (stay.durationSeconds !== seconds) return [`stay ${exitId} does not last ${seconds} s`];
    return [];
  });
  const wantedIds = new Set(wanted.map(([exitId]) => exitId));
  const invented = stays.filter(
    ({ exitEventId, status }) => status === "closed" && !wantedIds.has(exitEventId),
  );
  return [...wrong, ...invented.map(({ exitEventId }) => `stay ${exitEventId} is invented`)];
}
