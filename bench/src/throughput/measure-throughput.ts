import type { Bench } from "../bench.js";
import { type Measured, runThroughput } from "./run-throughput.js";
import type { ThroughputLine } from "./throughput-table.js";

/** In each round all rows run in turn. */
export async function measureThroughput(
  { rows, services, queueType, rounds, print, signal }: Bench,
  { events, mixes }: { readonly events: number; readonly mixes: readonly number[] },
): Promise<readonly ThroughputLine[]> {
  const lines = mixes.flatMap((matching) =>
    rows.map((row) => ({ row, matching, rounds: [] as Measured[] })),
  );
  for (let round = 1; round <= rounds; round += 1) {
    for (const line of lines) {
      const { row, matching } = line;
      const work = { events, matching, queueType, profile: undefined };
      const measured = await runThroughput(row, services, work, signal);
      line.rounds.push(measured);
      const rate = Math.round(measured.eventsPerSecond);
      print(`round ${round}, ${matching} % match, ${row.name}: ${rate}/s`);
    }
  }
  return lines.map(({ row, ...line }) => ({ ...line, row: row.name }));
}
