import { EMPTY_HISTORY, type PlateHistory } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";
import type { VersionedHistory } from "../ports/plate-history-store.js";

type ReadRow = readonly ["n" | "x", number, string];

interface Wire {
  readonly r: readonly ReadRow[];
  readonly a: readonly (readonly [string, number, string?])[];
  readonly f?: ReadRow;
}

/** `version|json`, so that the script which compares versions need not parse JSON. */
export function encodeHistory(version: number, history: PlateHistory): string {
  const wire: Wire = {
    r: history.reads.map(rowOf),
    a: history.announced.map(({ exitId, revision, entryId }) =>
      entryId === undefined ? [exitId, revision] : [exitId, revision, entryId],
    ),
    ...(history.forgottenUpTo ? { f: rowOf(history.forgottenUpTo) } : {}),
  };
  return `${version}|${JSON.stringify(wire)}`;
}

/** @param text - what `encodeHistory` gave, or null when nothing is stored */
export function decodeHistory(text: string | null): VersionedHistory {
  if (text === null) return { version: 0, history: EMPTY_HISTORY };
  const bar = text.indexOf("|");
  const wire = JSON.parse(text.slice(bar + 1)) as Wire;
  return {
    version: Number(text.slice(0, bar)),
    history: {
      reads: wire.r.map(readOf),
      announced: wire.a.map(([exitId, revision, entryId]) => ({ exitId, revision, entryId })),
      forgottenUpTo: wire.f && readOf(wire.f),
    },
  };
}

const rowOf = ({ kind, atMs, id }: Read): ReadRow => [kind === "entry" ? "n" : "x", atMs, id];
const readOf = ([kind, atMs, id]: ReadRow): Read => ({
  kind: kind === "n" ? "entry" : "exit",
  id,
  atMs,
});
