import type { StaySummary } from "@boomgate/contracts";
import { announce, summaryOf } from "./announce.js";
import { type PairingRules, pair } from "./pairing.js";
import type { Announcement, PlateHistory, PlateKey } from "./plate-history.js";
import { compareReads, isSameRead, type Read } from "./read.js";

export interface KnownOfPlate {
  /** What is left in the store; its reads were accepted, and its announcements may be on their way. */
  readonly stored: PlateHistory;
  /** What the sink holds; undefined when it cannot be asked. */
  readonly stays: readonly StaySummary[] | undefined;
  /** Reads that were published and accepted, in any order, copies included. */
  readonly published: readonly Read[];
}

export interface Refolded {
  readonly history: PlateHistory;
  readonly open: Read | undefined;
  /** Whether the sink has a stay otherwise, or lacks one. */
  readonly isChanged: boolean;
  /** What differs from what the sink holds. */
  readonly announcements: readonly StaySummary[];
}

/**
 * The history of a plate as it would be had all that is known of it come at once.
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
  const reads = sortedOnce([...stored.reads, ...ofStays, ...published]);
  const known = stays === undefined ? stored.announced : knownOf(fromSink, stored.announced);
  const pairing = pair(reads, rules);
  const { announced, changed } = announce(reads, pairing, known, at.nowMs);
  const isComplete = ({ exit }: Announcement) => exit.atMs > at.incompleteUntilMs;
  const differing = changed.filter(isComplete);
  const history: PlateHistory = {
    reads,
    announced: differing.length === changed.length ? announced : keep(announced, known, isComplete),
  };
  return {
    history,
    open: pairing.open === undefined ? undefined : reads[pairing.open],
    isChanged: differing.length > 0,
    announcements: differing.map((announcement) => summaryOf(key, announcement)),
  };
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
  // Announced and not accepted yet: it may arrive at any time, so a higher revision has to follow.
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

/** No read of any camera, so that whatever is found differs from it. */
const UNKNOWN: Read = { kind: "entry", id: "", atMs: Number.NEGATIVE_INFINITY, plate: "" };

function keep(
  announced: readonly Announcement[],
  known: readonly Announcement[],
  isComplete: (announcement: Announcement) => boolean,
): readonly Announcement[] {
  const asKnown = known.filter((announcement) => {
    return !isComplete(announcement) && announcement.entry !== UNKNOWN;
  });
  return [...asKnown, ...announced.filter(isComplete)];
}

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
