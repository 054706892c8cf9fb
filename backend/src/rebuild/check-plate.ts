import type { StaySummary } from "@boomgate/contracts";
import { stayIdOfRead } from "../domain/announce.js";
import { type PairingRules, pair } from "../domain/pairing.js";
import type { Announcement, PlateKey } from "../domain/plate-history.js";
import { compareReads, type Read } from "../domain/read.js";
import { readFates } from "../domain/read-fates.js";
import type { KnownRead } from "../ports/known-reads.js";
import type { StoredHistory, UnreadableHistory } from "../ports/plate-history-store.js";
import { textOf } from "./accepted-reads.js";

/** What ledger, sink and store have of one plate. */
export interface CheckedPlate {
  readonly key: PlateKey;
  readonly reads: readonly KnownRead[];
  readonly stays: readonly StaySummary[];
  readonly stored: StoredHistory | UnreadableHistory;
}

export interface CheckTimes {
  /** Reads and exits at or before it are not compared, ms since 1970. */
  readonly afterMs: number;
  /** The ledger may lack what was read before, ms since 1970. */
  readonly ledgerFromMs: number;
  /** Of the store. */
  readonly floorMs: number;
}

/** A sentence without a plate and an id, and the read it is about. */
export interface Difference {
  readonly key: PlateKey;
  readonly what: string;
  readonly read: Read | undefined;
}

/** Its stay is in the parking lot and not in the sink. */
const REFUSED = "SUMMARY_REFUSED";

/** Whether something of the plate was saved, announced or first seen after the instant, or is on its way to the sink. */
export function isInFlight({ reads, stays, stored }: CheckedPlate, sinceMs: number): boolean {
  if (stored.version > sinceMs || ("history" in stored && stored.isUnposted)) return true;
  if (stays.some(({ revision }) => revision > sinceMs)) return true;
  return reads.some(
    ({ revision = 0, firstSeenAtMs }) => revision > sinceMs || firstSeenAtMs > sinceMs,
  );
}

export const hasRefusedStay = ({ reads }: CheckedPlate): boolean =>
  reads.some(({ parkedCode }) => parkedCode === REFUSED);

/**
 * What differs between the three. Each compares with what follows from the accepted reads of the ledger; where a stay
 * of the plate was refused, sink and announcements are not compared.
 */
export function differencesOf(
  plate: CheckedPlate,
  rules: PairingRules,
  times: CheckTimes,
): readonly Difference[] {
  const { key, stored } = plate;
  if ("unreadable" in stored)
    return [{ key, what: "Redis has a document that cannot be read", read: undefined }];
  const folded = foldOf(plate, rules, times);
  const isCompared = ({ atMs }: Read) => atMs > times.afterMs;
  const found = [
    ...readDifferences(plate, folded, rules),
    ...storeDifferences(plate, stored, folded, times),
    ...(hasRefusedStay(plate) ? [] : stayDifferences(plate, folded)),
  ];
  return found
    .filter(({ read }) => isCompared(read))
    .map(({ read, what }) => ({ key, what, read }));
}

interface Found {
  readonly read: Read;
  readonly what: string;
}

/** What follows from the accepted reads. */
interface Folded {
  readonly reads: readonly Read[];
  /** Entry of each exit that has one, by `textOf` of the exit. */
  readonly entryOf: ReadonlyMap<string, Read>;
  /** "closed s-…" of each read, by its `textOf`. */
  readonly fateOf: ReadonlyMap<string, string>;
}

function foldOf(
  { key, reads: known, stays }: CheckedPlate,
  rules: PairingRules,
  { ledgerFromMs }: CheckTimes,
): Folded {
  const accepted = new Map<string, Read>();
  for (const { fate, read } of known) if (fate !== undefined) accepted.set(textOf(read), read);
  for (const stay of stays) {
    // It came before the ledger.
    const entry = entryOfStay(stay);
    if (entry && entry.atMs < ledgerFromMs) accepted.set(textOf(entry), entry);
  }
  const reads = [...accepted.values()].toSorted(compareReads);
  const pairing = pair(reads, rules);
  const voids = stays.flatMap((stay): Announcement[] =>
    stay.status === "void" ? [{ exit: exitOfStay(stay), revision: stay.revision }] : [],
  );
  const entryOf = new Map<string, Read>();
  for (const [index, exit] of reads.entries()) {
    const entry = pairing.entryOf[index];
    if (entry !== undefined && exit.kind === "exit")
      entryOf.set(textOf(exit), reads[entry] as Read);
  }
  const fateOf = new Map(
    readFates(reads, pairing, voids).map(({ read, fate, stayOf }) => [
      textOf(read),
      fateText(fate, stayOf && stayIdOfRead(key, stayOf)),
    ]),
  );
  return { reads, entryOf, fateOf };
}

const fateText = (fate: string, stayId: string | undefined) =>
  stayId === undefined ? fate : `${fate} ${stayId}`;

function readDifferences(plate: CheckedPlate, folded: Folded, rules: PairingRules): Found[] {
  const isRefused = hasRefusedStay(plate);
  return plate.reads.flatMap(({ read, fate, stayId }): Found[] => {
    const wanted = folded.fateOf.get(textOf(read));
    if (fate === undefined || wanted === undefined || fateText(fate, stayId) === wanted) return [];
    // The sink does not show whether a stay that it refused was made void.
    if (isRefused && fate === "voided") return [];
    // Nothing was left of such an entry when the next read came.
    if (fate === "open" && wanted === "abandoned" && isLongOpen(read, folded.reads, rules))
      return [];
    const [asked] = wanted.split(" ");
    const what =
      asked === fate
        ? `the ledger has the ${read.kind} as ${fate} by another stay`
        : `the ledger has the ${read.kind} as ${fate}, not as ${asked}`;
    return [{ read, what }];
  });
}

const isLongOpen = (entry: Read, reads: readonly Read[], rules: PairingRules): boolean =>
  !reads.some(
    ({ atMs }) => atMs > entry.atMs + rules.rereadWindowMs && atMs <= entry.atMs + rules.maxStayMs,
  );

function storeDifferences(
  plate: CheckedPlate,
  { history }: StoredHistory,
  { reads }: Folded,
  { floorMs }: CheckTimes,
): Found[] {
  const accepted = new Set(reads.map(textOf));
  const stored = new Set(history.reads.map(textOf));
  const strange = history.reads
    .filter((read) => !accepted.has(textOf(read)))
    .map((read) => ({ read, what: `Redis has an ${read.kind} that the ledger does not have` }));
  const missing = reads
    .filter((read) => read.atMs > floorMs && !stored.has(textOf(read)))
    .map((read) => ({ read, what: `Redis lacks an ${read.kind} that the ledger has` }));
  if (hasRefusedStay(plate)) return [...strange, ...missing];
  const stays = new Map(plate.stays.map((stay) => [textOf(exitOfStay(stay)), stay]));
  const unknown = history.announced.flatMap(({ exit, entry, revision }): Found[] => {
    const stay = stays.get(textOf(exit));
    if (stay === undefined || stay.revision < revision)
      return [{ read: exit, what: "the sink lacks a revision of a stay that Redis announced" }];
    const isSame = isSameEntry(entryOfStay(stay), entry);
    if (stay.revision > revision || !isSame)
      return [{ read: exit, what: "the sink has another stay than Redis announced" }];
    return [];
  });
  return [...strange, ...missing, ...unknown];
}

function stayDifferences({ stays }: CheckedPlate, { entryOf, reads }: Folded): Found[] {
  const byExit = new Map(stays.map((stay) => [textOf(exitOfStay(stay)), stay]));
  const wrong = reads.flatMap((exit): Found[] => {
    const entry = entryOf.get(textOf(exit));
    const stay = byExit.get(textOf(exit));
    if (entry === undefined) return [];
    if (stay === undefined) return [{ read: exit, what: "the sink lacks the stay of the exit" }];
    if (stay.status === "void") return [{ read: exit, what: "the stay of the exit is void" }];
    return isSameEntry(entryOfStay(stay), entry)
      ? []
      : [{ read: exit, what: "the stay of the exit has another entry in the sink" }];
  });
  const invented = stays
    .filter((stay) => stay.status === "closed" && !entryOf.has(textOf(exitOfStay(stay))))
    .map((stay) => ({
      read: exitOfStay(stay),
      what: "the sink has a stay that does not follow from the ledger",
    }));
  return [...wrong, ...invented];
}

const isSameEntry = (a: Read | undefined, b: Read | undefined): boolean =>
  a === undefined || b === undefined ? a === b : textOf(a) === textOf(b);

const exitOfStay = ({ exitEventId: id, exitedAt, exitPlate: plate }: StaySummary): Read => ({
  ...{ kind: "exit", id, plate },
  atMs: exitedAt.getTime(),
});

/** Undefined of a stay that is void. */
const entryOfStay = (stay: StaySummary): Read | undefined =>
  stay.status === "void"
    ? undefined
    : {
        ...{ kind: "entry", id: stay.entryEventId, plate: stay.plate },
        atMs: stay.enteredAt.getTime(),
      };
