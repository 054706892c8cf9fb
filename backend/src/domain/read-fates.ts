import type { Fate, Pairing } from "./pairing.js";
import type { Announcement } from "./plate-history.js";
import { compareReads, isSameRead, type Read } from "./read.js";

/** What the history of a plate makes of one of its reads. */
export interface ReadFate {
  readonly read: Read;
  /** As paired, except that an exit whose stay was announced and is void now is `voided`. */
  readonly fate: Fate | "voided";
  /** The exit whose stay the read belongs to: of a closed read, and of a voided exit, which is that exit. */
  readonly stayOf: Read | undefined;
}

/** Whether a read is an exit whose stay was announced, and closes nothing any more. */
export function voidedIn(announced: readonly Announcement[]): (read: Read) => boolean {
  const voids = announced.filter(({ entry }) => entry === undefined);
  return (read) => voids.some(({ exit }) => isSameRead(exit, read));
}

/** One for each read, in their order. */
export function readFates(
  reads: readonly Read[],
  pairing: Pairing,
  announced: readonly Announcement[],
): readonly ReadFate[] {
  const isVoided = voidedIn(announced);
  const exitOf: (Read | undefined)[] = [];
  for (let exit = 0; exit < reads.length; exit += 1) {
    const entry = pairing.entryOf[exit];
    if (entry === undefined) continue;
    exitOf[entry] = reads[exit];
    exitOf[exit] = reads[exit];
  }
  return reads.map((read, index) => {
    if (isVoided(read)) return { read, fate: "voided", stayOf: read };
    return { read, fate: pairing.fates[index] as Fate, stayOf: exitOf[index] };
  });
}

/**
 * The fates that differ from before, and those of reads that were not there before.
 * @param after - in the order of their reads, as `before`
 */
export function changedFates(
  after: readonly ReadFate[],
  before: readonly ReadFate[],
): readonly ReadFate[] {
  let next = 0;
  return after.filter((now) => {
    while (isEarlier(before[next]?.read, now.read)) next += 1;
    const was = before[next];
    return was === undefined || !isSameRead(was.read, now.read) || !isSameFate(was, now);
  });
}

const isEarlier = (one: Read | undefined, other: Read): boolean =>
  one !== undefined && compareReads(one, other) < 0;

export const isSameFate = (a: ReadFate, b: ReadFate): boolean =>
  a.fate === b.fate &&
  (a.stayOf === undefined || b.stayOf === undefined
    ? a.stayOf === b.stayOf
    : isSameRead(a.stayOf, b.stayOf));
