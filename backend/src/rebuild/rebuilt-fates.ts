import type { Read } from "../domain/read.js";
import { isSameRead } from "../domain/read.js";
import { isSameFate, type ReadFate } from "../domain/read-fates.js";
import type { Refolded } from "../domain/refold.js";
import { textOf } from "./accepted-reads.js";
import type { PlateEvidence } from "./evidence.js";

interface RebuiltPlate extends Pick<Refolded, "fates"> {
  readonly evidence: Pick<PlateEvidence, "ledger">;
  /** Reads that were accepted, as the store or a stay of the sink shows. */
  readonly witnessed: readonly Read[];
}

/**
 * What the ledger is to know of a plate. Of a read that is neither saved nor known to be accepted it has what became
 * of it before, or the message is still to come, and is then too late. Where such a read decides about another one
 * whose fate the ledger has, the ledger keeps that: it was right if the read was accepted, and is if it was not.
 */
export function rebuiltFates(
  { fates, evidence, witnessed }: RebuiltPlate,
  saved: readonly Read[],
): readonly ReadFate[] {
  const ofAll = fates();
  const isKnown = (read: Read) => evidence.ledger.get(textOf(read))?.isAccepted === true;
  const accepted = ofAll.filter(
    ({ read, stayOf }) =>
      stayOf !== undefined ||
      saved.includes(read) ||
      isKnown(read) ||
      witnessed.some((known) => isSameRead(known, read)),
  );
  if (accepted.length === ofAll.length) return ofAll;
  const reads = new Set(accepted.map(({ read }) => read));
  const alone = fates((read) => reads.has(read));
  return alone.filter(
    (fate, index) => !isKnown(fate.read) || isSameFate(fate, accepted[index] as ReadFate),
  );
}
