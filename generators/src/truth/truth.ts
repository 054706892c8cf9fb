import type { LineOf, TruthLine } from "./truth-line.js";

export type TrueRead = LineOf<"read">;

/** A car passing a gate, and the events of it. */
export interface Passage {
  /** Reads that reached the broker. */
  readonly reads: readonly TrueRead[];
  readonly lost: "missed" | "silent" | undefined;
}

export interface TrueVisit {
  readonly number: number;
  readonly plate: string;
  readonly lotId: string;
  readonly enteredMs: number;
  readonly leftMs: number;
  readonly entry: Passage;
  readonly exit: Passage;
}

export interface Truth {
  readonly runs: readonly LineOf<"run">[];
  readonly visits: readonly TrueVisit[];
  /** How far all generators came, ms since 1970: later exits have no events. */
  readonly endMs: number;
}

/** Combines the lines of one run, from one file or from the files of both generators. */
export function truthOf(lines: Iterable<TruthLine>): Truth {
  const runs: LineOf<"run">[] = [];
  const visits = new Map<number, LineOf<"visit">>();
  const passages = { entry: new Map<number, Passage>(), exit: new Map<number, Passage>() };
  const ends: number[] = [];
  for (const line of lines) {
    if (line.type === "run") runs.push(line);
    else if (line.type === "visit") visits.set(line.visit, line);
    else if (line.type === "end") ends.push(Date.parse(line.at));
    else {
      const known = passages[line.kind].get(line.visit) ?? NOTHING;
      passages[line.kind].set(line.visit, withLine(known, line));
    }
  }
  const last = [...visits.values()].at(-1);
  return {
    runs,
    visits: [...visits.values()].map((visit) => ({
      number: visit.visit,
      plate: visit.plate,
      lotId: visit.lot_id,
      enteredMs: Date.parse(visit.entered_at),
      leftMs: Date.parse(visit.left_at),
      entry: passages.entry.get(visit.visit) ?? NOTHING,
      exit: passages.exit.get(visit.visit) ?? NOTHING,
    })),
    // Without an end, the run goes on or was interrupted: it came as far as its last visit.
    endMs: ends.length > 0 ? Math.min(...ends) : Date.parse(last?.entered_at ?? ""),
  };
}

const NOTHING: Passage = { reads: [], lost: undefined };

const withLine = (passage: Passage, line: LineOf<"read"> | LineOf<"lost">): Passage =>
  line.type === "lost"
    ? { ...passage, lost: line.reason }
    : { ...passage, reads: [...passage.reads, line] };
