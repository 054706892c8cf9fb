import { stayIdOf } from "@boomgate/contracts";
import {
  type ReferenceRead,
  referenceFates,
  referencePairs,
  type ReferenceRules,
} from "@boomgate/testing/oracle";
import { REFUSED_MARK } from "./plan.js";
import type { PlateAftermath } from "./violations.js";
import { readTextOf } from "./world/accepted-reads.js";
import type { LedgerRow } from "./world/sim-ledger.js";

export interface LedgerAftermath {
  readonly lotId: string;
  readonly rows: ReadonlyMap<string, LedgerRow>;
  /** By read, the codes of its parked messages. */
  readonly parkedCodes: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Sentences about reads of which the ledger does not say what became of them. A plate of which nobody knows whether a
 * rebuild accepted a read is left out.
 */
export function ledgerViolationsOf(
  { stored, unsure, published, stays, whollyParked }: PlateAftermath,
  { lotId, rows, parkedCodes }: LedgerAftermath,
  rules: ReferenceRules,
): readonly string[] {
  if (unsure.length > 0) return [];
  const fates = referenceFates(stored, rules);
  const pairs = [...referencePairs(stored, rules)];
  const voids = new Set(stays.flatMap(({ status, stayId }) => (status === "void" ? [stayId] : [])));
  const stayOf = ({ id, atMs }: ReferenceRead) =>
    stayIdOf({ lotId, exitEventId: id, exitedAt: new Date(atMs) });
  const exitOf = (read: ReferenceRead) =>
    pairs.find(([exit, entry]) => exit === read || entry === read)?.[0];
  // Nothing is left of such an entry when the next read of the plate comes, so it stays open in the ledger.
  const isForgotten = (entry: ReferenceRead) =>
    !stored.some(
      ({ atMs }) =>
        atMs > entry.atMs + rules.rereadWindowMs && atMs <= entry.atMs + rules.maxStayMs,
    );
  const wanted = new Map(
    stored.map((read) => {
      const exit = exitOf(read);
      if (exit) return [readTextOf(read), `closed ${stayOf(exit)}`];
      const isVoid = read.kind === "exit" && voids.has(stayOf(read));
      const isLeftOpen =
        fates.get(read) === "abandoned" &&
        isForgotten(read) &&
        rows.get(readTextOf(read))?.fate?.fate === "open";
      if (isLeftOpen) return [readTextOf(read), "open"];
      return [readTextOf(read), isVoid ? `voided ${stayOf(read)}` : `${fates.get(read)}`];
    }),
  );
  const parkedTexts = new Set(whollyParked.map(readTextOf));
  const wrong = [...wanted].flatMap(([read, fate]) => {
    const row = rows.get(read)?.fate;
    // Saved by a call that was never answered, and forgotten before its message came again, which was parked then.
    if (row === undefined && parkedTexts.has(read)) return [];
    const found = row && (row.stayId === undefined ? row.fate : `${row.fate} ${row.stayId}`);
    // The sink does not show whether a stay that it refused was made void.
    const isVoidOfRefused = row?.fate === "voided" && row.id.endsWith(REFUSED_MARK);
    return found === fate || isVoidOfRefused
      ? []
      : [`the ledger has ${read} as ${found}, not as ${fate}`];
  });
  const known = new Set(published.map(readTextOf));
  const strange = [...rows].flatMap(([read, { fate }]) => {
    if (!known.has(read)) return [`the ledger has ${read}, which was never published`];
    const isAccepted = fate === undefined || wanted.has(read);
    return isAccepted ? [] : [`the ledger has ${read} as ${fate.fate}, which was not accepted`];
  });
  const unparked = [...parkedCodes].flatMap(([read, codes]) =>
    [...codes].flatMap((code) =>
      rows.get(read)?.parkedCodes.has(code) ? [] : [`the ledger lacks ${read} parked as ${code}`],
    ),
  );
  return [...wrong, ...strange, ...unparked];
}
