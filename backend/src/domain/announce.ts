import { type StaySummary, stayIdOf } from "@boomgate/contracts";
import type { StayChange } from "./news.js";
import type { Pairing } from "./pairing.js";
import type { Announcement, PlateKey } from "./plate-history.js";
import type { Read } from "./read.js";

export interface Announced {
  /** One for each exit that ever closed a stay. */
  readonly announced: readonly Announcement[];
  /** Those among them whose pair is not what was announced before. */
  readonly changed: readonly Announcement[];
  /** What is new about each of `changed`. */
  readonly changes: readonly StayChange[];
}

/**
 * Compares the pairing with what was announced; each difference is a new revision, which is
 * `max(previous + 1, nowMs)`, so that it still grows after the store was lost.
 */
export function announce(
  reads: readonly Read[],
  pairing: Pairing,
  before: readonly Announcement[],
  nowMs: number,
): Announced {
  const announced: Announcement[] = [];
  const changed: Announcement[] = [];
  const changes: StayChange[] = [];
  for (const [index, read] of reads.entries()) {
    if (read.kind !== "exit") continue;
    const previous = before.find(({ exitId }) => exitId === read.id);
    const entryId = entryIdOf(index, reads, pairing);
    if (!previous && entryId === undefined) continue;
    if (previous && previous.entryId === entryId) {
      announced.push(previous);
      continue;
    }
    const revision = Math.max((previous?.revision ?? 0) + 1, nowMs);
    const announcement = { exitId: read.id, revision, entryId };
    announced.push(announcement);
    changed.push(announcement);
    changes.push(changeOf(previous, entryId));
  }
  return { announced, changed, changes };
}

function changeOf(previous: Announcement | undefined, entryId: string | undefined): StayChange {
  if (entryId === undefined) return "voided";
  return previous ? "corrected" : "closed";
}

function entryIdOf(exit: number, reads: readonly Read[], pairing: Pairing): string | undefined {
  const entry = pairing.entryOf[exit];
  return entry === undefined ? undefined : reads[entry]?.id;
}

/** The summary of an announcement; its reads are among `reads`. */
export function summaryOf(
  { lotId, plate }: PlateKey,
  { exitId, revision, entryId }: Announcement,
  reads: readonly Read[],
): StaySummary {
  const exitAtMs = atMsOf("exit", exitId, reads);
  const exit = { lotId, exitEventId: exitId, exitedAt: new Date(exitAtMs) };
  const common = { ...exit, stayId: stayIdOf(exit), revision, plate, exitPlate: plate };
  if (entryId === undefined) return { ...common, status: "void" };
  const entryAtMs = atMsOf("entry", entryId, reads);
  return {
    ...common,
    status: "closed",
    entryEventId: entryId,
    enteredAt: new Date(entryAtMs),
    durationSeconds: Math.max(0, exitAtMs - entryAtMs) / 1_000,
  };
}

function atMsOf(kind: Read["kind"], id: string, reads: readonly Read[]): number {
  const read = reads.find((candidate) => candidate.kind === kind && candidate.id === id);
  if (!read) throw new Error(`history lacks the ${kind} of an announced stay`);
  return read.atMs;
}
