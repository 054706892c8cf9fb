import { machine } from "../machine.js";
import { markdownTable } from "../markdown.js";
import type { SinkMeasured } from "./measure-sink.js";

export interface BareRows {
  readonly connections: number;
  readonly perSecond: number;
}

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

/** @param bare - the first is what the others are compared with */
export function sinkTable(bare: readonly BareRows[], sinks: readonly SinkMeasured[]): string {
  const one = bare[0]?.perSecond ?? Number.NaN;
  const rest = HEAD.slice(3).map(() => "");
  return markdownTable(HEAD, [
    ...bare.map(({ connections, perSecond }) => [
      connections === 1 ? "bare rows, one connection" : `bare rows, ${connections} connections`,
      Math.round(perSecond),
      (perSecond / one).toFixed(2),
      ...rest,
    ]),
    ...sinks.map(({ load, posted, perSecond, cpu, peakMegabytes, lagSeconds }) => [
      load.name,
      Math.round(perSecond),
      (perSecond / one).toFixed(2),
      ...[0.5, 0.99, 1].map((share) => percentile(posted.latenciesMs, share)),
      posted.refused,
      cpu.api.toFixed(2),
      cpu.database.toFixed(2),
      Math.round(peakMegabytes),
      lagSeconds.toFixed(1),
    ]),
  ]);
}

/** Nearest rank; in whole milliseconds. */
const percentile = (ascending: readonly number[], share: number): number =>
  Math.round(ascending[Math.ceil(ascending.length * share) - 1] ?? Number.NaN);

export const sinkPage = (
  table: string,
  { command, loadBefore }: { readonly command: string; readonly loadBefore: number },
): string => `# Results of the sink

Printed by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine()}.
Others used the machine, too, as far as its load before the run tells: ${loadBefore.toFixed(1)}.

New summaries in arrays of 1,000 over 8 connections. Sender, summary APIs and PostgreSQL share the machine. PostgreSQL has its own
defaults, so each commit is on disk before its answer; every summary that was answered for is counted in the database afterwards. Bare rows
are the same stays, 4,000 in a statement and a transaction, in a table with a primary key and nothing else: no HTTP, no checks, no
other index, no history, no rollups. CPU is for 100,000 summaries, rollups included.

${table}
`;
