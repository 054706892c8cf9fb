import type { StaySummary } from "@boomgate/contracts";
import { announce, summaryOf } from "./announce.js";
import { type PairingRules, pair } from "./pairing.js";
import type { Announcement, PlateHistory, PlateKey } from "./plate-history.js";
import { compareReads, isSameRead, type Read } from "./read.js";
import { type ReadFate, readFates } from "./read-fates.js";

interface KnownOfPlate {
  /** What is left in the store; its reads were accepted, and its announcements may not have reached the sink yet. */
  readonly stored: PlateHistory;
  /** What the sink holds; undefined when it cannot be asked. */
  readonly stays: readonly StaySummary[] | undefined;
  /** Reads that were published and accepted, in any order, copies included. */
  readonly published: readonly Read[];
}

export interface Refolded {
  readonly history: PlateHistory;
  readonly open: Read | undefined;
  /** Whether the sink lacks a stay, or has one with another entry. */
  readonly isChanged: boolean;
  /** What differs from what the sink holds. */
  readonly announcements: readonly StaySummary[];
  /** What becomes of the reads of the history that fit, if there were no others; all by default. */
  readonly fates: (fits?: (read: Read) => boolean) => readonly ReadFate[];
}

/**
 * The history of a plate as it would be if all that is known of the plate had come at once.
 * @param at - the store's clock; and up to which exit instant what is known may be incomplete, so that the
 *   sink knows better
 */
export function refold(
  key: PlateKey,
  { stored, stays, published }: KnownOfPlate,
  rules: PairingRules,
  at: { readonly nowMs: number; readonly incompleteUntilMs: number },
): Refolded {
  const fromSink = (stays ?? []).map(announcementOf);
  const ofStays = fromSink.flatMap(({ exit, entry }) => (entry ? [entry, exit] : [exit]));
  const known = stays === undefined ? stored.announced : knownOf(fromSink, stored.announced);
  let reads = sortedOnce([...stored.reads, ...ofStays, ...published]);
  for (;;) {
    const pairing = pair(reads, rules);
    const { announced, changed } = announce(reads, pairing, known, at.nowMs);
    const doubtful = changed.filter(
      ({ exit }) => exit.atMs <= at.incompleteUntilMs && !isUnderWay(exit, known),
    );
    if (doubtful.length === 0) {
      return {
        history: { reads, announced },
        open: pairing.open === undefined ? undefined : reads[pairing.open],
        isChanged: changed.length > 0,
        announcements: changed.map((announcement) => summaryOf(key, announcement)),
        fates: (fits) => {
          if (fits === undefined) return readFates(reads, pairing, announced);
          const some = reads.filter(fits);
          return readFates(some, pair(some, rules), announced);
        },
      };
    }
    // Here the sink knows more than the reads do, so the reads that contradict the sink are left out.
    reads = without(reads, [...doubtful, ...known.filter(({ exit }) => hasExit(doubtful, exit))]);
  }
}

const hasExit = (some: readonly Announcement[], read: Read): boolean =>
  some.some(({ exit }) => isSameRead(exit, read));

/** @param pairs - whose exits and entries are left out, whatever they are paired with */
function without(reads: readonly Read[], pairs: readonly Announcement[]): readonly Read[] {
  const isOf =
    (read: Read) =>
    ({ exit, entry }: Announcement) =>
      isSameRead(exit, read) || (entry !== undefined && isSameRead(entry, read));
  return reads.filter((read) => !pairs.some(isOf(read)));
}

function sortedOnce(reads: readonly Read[]): readonly Read[] {
  return reads
    .toSorted(compareReads)
    .filter((read, index, all) => index === 0 || !isSameRead(all[index - 1] as Read, read));
}

/** What the sink was last known to hold, in the order of the exits. */
function knownOf(
  fromSink: readonly Announcement[],
  stored: readonly Announcement[],
): readonly Announcement[] {
  // Announced, and not in the sink yet: the announcement may arrive at any time, so a higher revision has to follow.
  const underWay = stored.filter(
    ({ exit, revision }) =>
      !fromSink.some((known) => isSameRead(known.exit, exit) && known.revision >= revision),
  );
  const settled = fromSink.filter(
    ({ exit }) => !underWay.some((announcement) => isSameRead(announcement.exit, exit)),
  );
  const unsure = underWay.map(({ exit, revision }) => ({ exit, revision, entry: UNKNOWN }));
  return [...settled, ...unsure].toSorted((a, b) => compareReads(a.exit, b.exit));
}

/** Stands for an entry that is not known: no read of any camera equals this one. */
const UNKNOWN: Read = { kind: "entry", id: "", atMs: Number.NEGATIVE_INFINITY, plate: "" };

/** Whether the stay of this exit was announced, and is not in the sink yet. */
const isUnderWay = (exit: Read, known: readonly Announcement[]): boolean =>
  known.some(
    (announcement) => announcement.entry === UNKNOWN && isSameRead(announcement.exit, exit),
  );

function announcementOf(stay: StaySummary): Announcement {
  const { exitEventId, exitedAt, exitPlate, plate, revision } = stay;
  const exit: Read = {
    kind: "exit",
    id: exitEventId,
    atMs: exitedAt.getTime(),
    plate: exitPlate,
  };
  if (stay.status === "void") return { exit, revision };
  const { entryEventId: id, enteredAt } = stay;
  return { exit, revision, entry: { kind: "entry", id, atMs: enteredAt.getTime(), plate } };
}
