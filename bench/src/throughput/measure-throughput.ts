import type { Bench } from "../bench.js";
import { type Measured, runThroughput } from "./run-throughput.js";
import type { ThroughputLine } from "./throughput-table.js";

/** Rows take turns in each round. */
export async function measureThroughput(
  { rows, services, queueType, rounds, tell, signal }: Bench,
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
      tell(`round ${round}, ${matching} % match, ${row.name}: ${rate}/s`);
    }
  }
  return lines.map(({ row, ...line }) => ({ ...line, row: row.name }));
}
