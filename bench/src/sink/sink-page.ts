import { machine } from "@boomgate/testing";
import { markdownTable } from "../markdown.js";
import type { SinkMeasured } from "./measure-sink.js";

export interface SinkRow {
  readonly name: string;
  readonly perSecond: number;
  /** Share of the rate of bare rows over one connection in the same round. */
  readonly ofBareRows: number;
  /** Undefined for bare rows. */
  readonly measured?: SinkMeasured;
}

/** The median of the rounds of one row. @param rows - an odd number */
export const medianOf = (rows: readonly SinkRow[]): SinkRow => {
  const ascending = rows.toSorted(
    (a, b) => a.ofBareRows - b.ofBareRows || a.perSecond - b.perSecond,
  );
  const middle = ascending[Math.floor(ascending.length / 2)];
  if (middle === undefined) throw new Error("there are no rounds");
  return middle;
};

const HEAD = [
  "",
  "Per second",
  "of the bare rows",
  "p50 ms",
  "p99 ms",
  "max ms",
  "503",
  "CPU s/100k: API",
  "PostgreSQL",
  "API MB",
  "hours behind, s",
];

export const sinkTable = (rows: readonly SinkRow[]): string =>
  markdownTable(
    HEAD,
    rows.map(({ name, perSecond, ofBareRows, measured }) => [
      name,
      Math.round(perSecond),
      ofBareRows.toFixed(2),
      ...(measured ? cellsOf(measured) : HEAD.slice(3).map(() => "")),
    ]),
  );

const cellsOf = ({ posted, cpu, peakMegabytes, lagSeconds }: SinkMeasured) => [
  ...[0.5, 0.99, 1].map((share) => percentile(posted.latenciesMs, share)),
  posted.refused,
  cpu.api.toFixed(2),
  cpu.database.toFixed(2),
  Math.round(peakMegabytes),
  lagSeconds.toFixed(1),
];

/** Nearest rank; in whole milliseconds. */
const percentile = (ascending: readonly number[], share: number): number =>
  Math.round(ascending[Math.ceil(ascending.length * share) - 1] ?? Number.NaN);

export const sinkPage = (
  table: string,
  {
    command,
    loadBefore,
    rounds,
  }: { readonly command: string; readonly loadBefore: number; readonly rounds: number },
): string => `# Results of the sink

Printed by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine()}.
Load average of the minute before: ${loadBefore.toFixed(1)}.

New summaries in arrays of 1,000 over 8 connections. Sender, summary APIs and PostgreSQL share the machine. PostgreSQL has its
default settings, so each commit is on disk before the answer; afterwards every accepted summary is counted in the database. Bare rows
are the same stays, 4,000 in a statement and a transaction, in a table with a primary key and nothing else: no HTTP, no checks, no
other index, no history, no rollups. All but the last row are medians of ${rounds} rounds, by their share of the bare rows of the same round. CPU seconds are for 100,000 summaries, including rollups.

${table}
`;
