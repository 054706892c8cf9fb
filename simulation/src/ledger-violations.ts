import { stayIdOf } from "@boomgate/contracts";
import {
  type ReferenceRead,
  referenceOutcomes,
  type ReferenceRules,
} from "@boomgate/testing/oracle";
import { REFUSED_MARK } from "./plan.js";
import type { PlateAftermath } from "./violations.js";
import { readTextOf } from "./world/accepted-reads.js";
import type { LedgerRow } from "./world/sim-ledger.js";

export interface LedgerAftermath {
  readonly lotId: string;
  readonly rows: ReadonlyMap<string, LedgerRow>;
  /** Whether the read was saved at any time, also if the save was lost. */
  readonly wasEverSaved: (readText: string) => boolean;
  /** By read, the codes of its parked messages. */
  readonly parkedCodes: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Of fates without a stay: those that a read can have had before. */
const EARLIER_FATES: Readonly<Record<string, readonly string[] | undefined>> = {
  abandoned: ["open"],
  reread: ["open", "unmatched", "abandoned"],
};

/**
 * Sentences about reads of which the ledger does not say what became of them. A plate of which nobody knows whether a
 * rebuild accepted a read is left out.
 */
export function ledgerViolationsOf(
  { stored, unsure, published, stays, whollyParked }: PlateAftermath,
  { lotId, rows, wasEverSaved, parkedCodes }: LedgerAftermath,
  rules: ReferenceRules,
): readonly string[] {
  if (unsure.length > 0) return [];
  const voids = new Set(stays.flatMap(({ status, stayId }) => (status === "void" ? [stayId] : [])));
  const stayOf = ({ id, atMs }: ReferenceRead) =>
    stayIdOf({ lotId, exitEventId: id, exitedAt: new Date(atMs) });
  // Nothing is left of such an entry when the next read of the plate comes, so it stays open in the ledger.
  const isForgotten = (entry: ReferenceRead) =>
    !stored.some(
      ({ atMs }) =>
        atMs > entry.atMs + rules.rereadWindowMs && atMs <= entry.atMs + rules.maxStayMs,
    );
  const outcomes = referenceOutcomes(stored, rules, (exit) => voids.has(stayOf(exit)));
  const wanted = new Map(
    [...outcomes].map(([read, outcome]) => {
      const text = readTextOf(read);
      const isLeftOpen =
        outcome.fate === "abandoned" && isForgotten(read) && rows.get(text)?.fate?.fate === "open";
      if (isLeftOpen) return [text, "open"];
      return [text, outcome.stayOf ? `${outcome.fate} ${stayOf(outcome.stayOf)}` : outcome.fate];
    }),
  );
  const parkedTexts = new Set(whollyParked.map(readTextOf));
  const wrong = [...wanted].flatMap(([read, fate]) => {
    const row = rows.get(read)?.fate;
    // Saved by a call that was never answered, and forgotten before its message came again, which was parked then.
    if (row === undefined && parkedTexts.has(read)) return [];
    // The same of one of its copies: the row has the fate that an earlier copy had.
    const isOlder = row?.stayId === undefined && EARLIER_FATES[fate]?.includes(`${row?.fate}`);
    if (isOlder && parkedCodes.get(read)?.has("TOO_LATE")) return [];
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
    // Saved once, and lost before its message was acked: when that came again, it was too late.
    const wasLost = wasEverSaved(read) && parkedCodes.get(read)?.has("TOO_LATE");
    return isAccepted || wasLost
      ? []
      : [`the ledger has ${read} as ${fate.fate}, which was not accepted`];
  });
  const unparked = [...parkedCodes].flatMap(([read, codes]) =>
    [...codes].flatMap((code) =>
      rows.get(read)?.parkedCodes.has(code) ? [] : [`the ledger lacks ${read} parked as ${code}`],
    ),
  );
  return [...wrong, ...strange, ...unparked];
}
