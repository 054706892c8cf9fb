import {
  isParkedOutcome,
  type ReadDetails,
  type ReadIdentity,
  type ReadOutcome,
} from "@boomgate/contracts";

/** What a batch of outcomes says of one read, as it is written. */
export interface ReadRow {
  readonly kind: "entry" | "exit";
  readonly lotId: string;
  readonly plate: string;
  readonly eventId: string;
  readonly atMs: number;
  fate: string | undefined;
  revision: number | undefined;
  stayId: string | undefined;
  plateRead: string | undefined;
  gateId: string | undefined;
  confidence: number | undefined;
  /** JSON. */
  candidates: string | undefined;
  parkedCode: string | undefined;
  parkedAtMs: number | undefined;
}

/**
 * One row for each read, in the order of their keys, so that two instances which write the same reads cannot wait for
 * each other.
 */
export function mergeOutcomes(outcomes: readonly ReadOutcome[]): readonly ReadRow[] {
  const rows = new Map<string, ReadRow>();
  for (const outcome of outcomes) {
    const key = keyOf(outcome);
    let row = rows.get(key);
    if (row === undefined) rows.set(key, (row = emptyRow(outcome)));
    mergeInto(row, outcome);
  }
  return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Times have the same number of digits, so the texts sort as the reads do. */
const keyOf = ({ kind, lotId, plate, id, at }: ReadIdentity) =>
  [at.getTime(), lotId, plate, kind, id].join("\0");

const emptyRow = ({ kind, lotId, plate, id, at }: ReadIdentity): ReadRow => ({
  kind,
  lotId,
  plate,
  eventId: id,
  atMs: at.getTime(),
  fate: undefined,
  revision: undefined,
  stayId: undefined,
  plateRead: undefined,
  gateId: undefined,
  confidence: undefined,
  candidates: undefined,
  parkedCode: undefined,
  parkedAtMs: undefined,
});

function mergeInto(row: ReadRow, outcome: ReadOutcome): void {
  mergeDetails(row, outcome);
  if (isParkedOutcome(outcome)) {
    const atMs = outcome.parkedAt.getTime();
    const isLater = row.parkedAtMs === undefined || atMs > row.parkedAtMs;
    if (!isLater && (atMs !== row.parkedAtMs || outcome.parkedCode <= (row.parkedCode ?? "")))
      return;
    row.parkedCode = outcome.parkedCode;
    row.parkedAtMs = atMs;
  } else if (row.revision === undefined || outcome.revision > row.revision) {
    row.fate = outcome.fate;
    row.revision = outcome.revision;
    row.stayId = outcome.stayId;
  }
}

function mergeDetails(row: ReadRow, details: ReadDetails): void {
  row.plateRead = smaller(row.plateRead, details.plateRead);
  row.gateId = smaller(row.gateId, details.gateId);
  row.confidence = smaller(row.confidence, details.confidence);
  if (details.candidates === undefined) return;
  row.candidates = smaller(row.candidates, JSON.stringify(details.candidates));
}

function smaller<T extends string | number>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}
