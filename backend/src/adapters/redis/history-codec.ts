import type { Announcement, PlateHistory } from "../../domain/plate-history.js";
import { compareReads, isSameRead, type Read } from "../../domain/read.js";

/** Number of the format that `encodeHistory` writes. */
export const HISTORY_FORMAT = 1;

/** Kind, event time, id, and the index of the plate where it is not the first. */
type ReadRow = readonly ["n" | "x", number, string, number?];
/** Revision, index of the exit, and of the entry unless the stay was made void. */
type AnnouncementRow = readonly [number, number, number?];

interface Wire {
  /** The plates of the reads. */
  readonly p: readonly string[];
  readonly r: readonly ReadRow[];
  readonly a: readonly AnnouncementRow[];
}

/** Compact JSON that repeats no plate and no read, as a store holds one document for each plate. */
export function encodeHistory({ reads, announced }: PlateHistory): string {
  const plates = [...new Set(reads.map(({ plate }) => plate))];
  const places = new Map(reads.map((read, index) => [read, index]));
  const indexOf = (read: Read) =>
    places.get(read) ?? reads.findIndex((other) => isSameRead(other, read));
  const wire: Wire = {
    p: plates,
    r: reads.map(({ kind, atMs, id, plate }) => {
      const row = [kind === "entry" ? "n" : "x", atMs, id] as const;
      const at = plates.indexOf(plate);
      return at === 0 ? row : [...row, at];
    }),
    a: announced.map(({ revision, exit, entry }) =>
      entry === undefined ? [revision, indexOf(exit)] : [revision, indexOf(exit), indexOf(entry)],
    ),
  };
  return JSON.stringify(wire);
}

/** The reader of each format that was ever written. */
const READERS: Readonly<Record<number, (json: string) => PlateHistory>> = { 1: readFormat1 };

/**
 * @param format - number of the format that `text` was written in
 * @throws {Error} whose message says why it cannot be read, without a value from it
 */
export function decodeHistory(format: number, text: string): PlateHistory {
  const reader = READERS[format];
  if (!reader) throw new Error(`its format ${format} is not one this release reads`);
  return reader(text);
}

function readFormat1(text: string): PlateHistory {
  const { p, r, a } = parse(text) as Partial<Wire>;
  const isWire = isTexts(p) && Array.isArray(r) && r.every(isReadRow) && Array.isArray(a);
  if (!isWire) throw new Error("it is not a history");
  const reads = r.map(([kind, atMs, id, plate = 0]): Read => {
    return { kind: kind === "n" ? "entry" : "exit", id, atMs, plate: existing(p[plate]) };
  });
  if (!isInOrder(reads)) throw new Error("its reads are not in the order of their instants");
  const announced = a.map((row: unknown): Announcement => {
    if (!isAnnouncementRow(row)) throw new Error("it holds an announcement that is none");
    const [revision, exit, entry] = row;
    const exitRead = existing(reads[exit]);
    return entry === undefined
      ? { exit: exitRead, revision }
      : { exit: exitRead, revision, entry: existing(reads[entry]) };
  });
  return { reads, announced };
}

function parse(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON"); // the parser's own message would repeat the text
  }
  return typeof value === "object" && value !== null ? value : {};
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const isReadRow = (row: unknown): row is ReadRow =>
  Array.isArray(row) &&
  (row[0] === "n" || row[0] === "x") &&
  isInstant(row[1]) &&
  typeof row[2] === "string" &&
  (row[3] === undefined || Number.isSafeInteger(row[3]));

/** The latest instant of a Date, which also bounds revisions. */
const LATEST_MS = 8_640_000_000_000_000;

const isInstant = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Math.abs(value as number) < LATEST_MS;

const isInOrder = (reads: readonly Read[]): boolean =>
  reads.every((read, index) => index === 0 || compareReads(reads[index - 1] as Read, read) < 0);

const isAnnouncementRow = (row: unknown): row is AnnouncementRow =>
  Array.isArray(row) && row.every(isInstant) && row.length >= 2;

function existing<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("it names what it does not hold");
  return found;
}
