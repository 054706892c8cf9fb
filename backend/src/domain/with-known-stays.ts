import type { StaySummary } from "@boomgate/contracts";
import { ReadInserter } from "./insert-read.js";
import type { Announcement, PlateHistory } from "./plate-history.js";
import type { Read } from "./read.js";

/**
 * What is left of a history, and what the sink knows of the same plate: the reads of its stays, and in the
 * place of what was announced what was accepted. Recording the events again then makes new revisions
 * only of what differs.
 */
export function withKnownStays(stored: PlateHistory, known: readonly StaySummary[]): PlateHistory {
  const inserter = new ReadInserter(stored);
  for (const stay of known) {
    for (const read of readsOf(stay)) inserter.insert(read);
  }
  const { reads } = inserter;
  const isRead = (exitId: string) => reads.some(({ kind, id }) => kind === "exit" && id === exitId);
  const accepted = known.filter(({ exitEventId }) => isRead(exitEventId)).map(announcementOf);
  // Announced and not accepted yet: it may arrive at any time, so a higher revision has to follow.
  const underWay = stored.announced.filter(
    ({ exitId, revision }) =>
      !accepted.some((stay) => stay.exitId === exitId && stay.revision >= revision),
  );
  return {
    ...stored,
    reads,
    announced: [
      ...accepted.filter(({ exitId }) => !underWay.some((stay) => stay.exitId === exitId)),
      ...underWay.map((announcement) => ({ ...announcement, entryId: UNKNOWN })),
    ],
  };
}

/** No id of an entry, so that whatever is found differs from it. */
const UNKNOWN = "";

const announcementOf = (stay: StaySummary): Announcement => ({
  exitId: stay.exitEventId,
  revision: stay.revision,
  entryId: stay.status === "closed" ? stay.entryEventId : undefined,
});

function readsOf(stay: StaySummary): readonly Read[] {
  const exit: Read = { kind: "exit", id: stay.exitEventId, atMs: stay.exitedAt.getTime() };
  if (stay.status === "void") return [exit];
  return [{ kind: "entry", id: stay.entryEventId, atMs: stay.enteredAt.getTime() }, exit];
}
