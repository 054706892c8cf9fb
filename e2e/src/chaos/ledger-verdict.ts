import { referenceOutcomes } from "@boomgate/testing/oracle";
import { type FinalState, type LedgerRead, RULES } from "./final-state.js";
import { nameOf, textOfName } from "./named-read.js";
import { readsByPlate } from "./plates.js";
import type { TrafficEvent } from "./traffic.js";

export interface LedgerVerdict {
  /** Reads that the ledger has to hold: the accepted events, copies counted once. */
  readonly expected: number;
  /** Of these, those that it holds as they have to be. */
  readonly right: number;
  /** Sentences, each about one read, with its plate and id. */
  readonly differences: readonly string[];
}

/**
 * Compares the ledger with the fates that the rule makes of the accepted events, and with what was parked.
 * @param events - each accepted event once
 */
export function ledgerVerdictOf(
  { stays, histories, refuses, parkedCodes }: FinalState,
  ledger: readonly LedgerRead[],
  events: readonly TrafficEvent[],
): LedgerVerdict {
  const voids = new Set(
    stays.flatMap(({ status, stay_id }) => (status === "void" ? [stay_id] : [])),
  );
  // A stay that the sink refuses is never there, so only its history shows that it was made void.
  for (const id of histories?.flatMap(({ voided }) => voided) ?? [])
    if (refuses?.(id)) voids.add(id);
  const rows = rowsByName(ledger);
  const differences: string[] = [];
  let right = 0;
  const wanted = fatesOf(events, (stayId) => voids.has(stayId));
  for (const [name, fate] of wanted) {
    const [row, ...more] = rows.get(name) ?? [];
    const found = row && fateOf(row);
    const read = textOfName(name);
    if (found === fate && more.length === 0) right += 1;
    if (found === undefined) differences.push(`the ledger lacks ${read}, which is ${fate}`);
    else if (found !== fate) differences.push(`the ledger has ${read} as ${found}, not as ${fate}`);
    if (more.length > 0) differences.push(`the ledger has ${read} ${more.length + 1} times`);
  }
  for (const name of rows.keys()) {
    if (!wanted.has(name))
      differences.push(`the ledger has ${textOfName(name)}, which nobody published`);
  }
  return {
    expected: wanted.size,
    right,
    differences: [...differences, ...parkedDifferences(rows, parkedCodes)],
  };
}

type Rows = ReadonlyMap<string, readonly LedgerRead[]>;

function rowsByName(ledger: readonly LedgerRead[]): Rows {
  const rows = new Map<string, LedgerRead[]>();
  for (const row of ledger) {
    const read = { kind: row.kind, id: row.event_id, atMs: Date.parse(row.date_time) };
    const name = nameOf(read, { lotId: row.lot_id, plate: row.vehicle_plate });
    rows.set(name, [...(rows.get(name) ?? []), row]);
  }
  return rows;
}

const fateOf = ({ state, stay_id }: LedgerRead) =>
  stay_id === undefined ? state : `${state} by ${stay_id}`;

/** In the words of `fateOf`, by the name of the read. */
function fatesOf(
  events: readonly TrafficEvent[],
  isVoid: (stayId: string) => boolean,
): ReadonlyMap<string, string> {
  const fates = new Map<string, string>();
  for (const { reads, stayIdOf } of readsByPlate(events)) {
    const outcomes = referenceOutcomes(reads, RULES, (exit) => isVoid(stayIdOf(exit)));
    for (const [{ id: name }, { fate, stayOf }] of outcomes)
      fates.set(name, stayOf === undefined ? fate : `${fate} by ${stayIdOf(stayOf)}`);
  }
  return fates;
}

/** A read that was parked and then accepted keeps its code beside its fate. */
function parkedDifferences(
  rows: Rows,
  parkedCodes: FinalState["parkedCodes"] = new Map(),
): readonly string[] {
  const lacking = [...parkedCodes].flatMap(([name, codes]) => {
    const found = rows.get(name)?.[0]?.parked_code;
    if (found !== undefined && codes.has(found)) return [];
    return [`the ledger lacks that ${textOfName(name)} was parked as ${[...codes].join(" and ")}`];
  });
  const invented = [...rows].flatMap(([name, [row]]) => {
    const code = row?.parked_code;
    if (code === undefined || parkedCodes.has(name)) return [];
    return [`the ledger has ${textOfName(name)} parked as ${code}, which nobody parked`];
  });
  return [...lacking, ...invented];
}
