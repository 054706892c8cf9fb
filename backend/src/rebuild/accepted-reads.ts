import { passedAt } from "@boomgate/contracts";
import type { Read } from "../domain/read.js";
import { isSameRead } from "../domain/read.js";
import type { PublishedEvent } from "../ports/event-trail.js";

export const readOfEvent = ({ event }: PublishedEvent): Read => ({
  kind: event.kind,
  id: event.id,
  atMs: passedAt(event).getTime(),
  plate: event.plate,
});

/** A read as one of its copies was published. */
export interface PublishedRead {
  readonly read: Read;
  readonly publishedAtMs: number | undefined;
}

/** A copy that was parked without being accepted, or accepted by a later delivery. */
export interface ParkedRead extends PublishedRead {
  readonly isAccepted: boolean;
}

/**
 * Leaves out the reads of which every published copy was parked without being accepted. A read in a stay or in a
 * stored history was accepted, even if all known copies were parked.
 * @param witnessed - reads in stays and stored histories
 */
export function acceptedReads(
  published: readonly PublishedRead[],
  parked: readonly ParkedRead[],
  witnessed: readonly Read[],
): readonly Read[] {
  if (parked.length === 0) return published.map(({ read }) => read);
  // Senders repeat a message unchanged: of two equal copies one may have been accepted and one parked.
  const left = new Map<string, number>();
  for (const copy of published) left.set(copyText(copy), (left.get(copyText(copy)) ?? 0) + 1);
  for (const copy of parked) {
    const text = copyText(copy);
    left.set(text, copy.isAccepted ? Number.POSITIVE_INFINITY : (left.get(text) ?? 0) - 1);
  }
  const accepted = new Set(
    published.filter((copy) => (left.get(copyText(copy)) ?? 0) > 0).map(({ read }) => textOf(read)),
  );
  const isAccepted = (read: Read) =>
    accepted.has(textOf(read)) || witnessed.some((known) => isSameRead(known, read));
  return published.map(({ read }) => read).filter(isAccepted);
}

/** Identifies a read within its lot. */
export const textOf = ({ kind, plate, atMs, id }: Read) => `${kind} ${plate} ${atMs} ${id}`;
const copyText = ({ read, publishedAtMs = 0 }: PublishedRead) => `${publishedAtMs} ${textOf(read)}`;
