import type { Bench } from "../bench.js";
import { type Measured, runThroughput } from "./run-throughput.js";
import type { ThroughputLine } from "./throughput-table.js";

/** Of a hundred exits: all of them, and as few as the generators make. */
const MIXES = [100, 20];

/** Rows take turns in each round. */
export async function measureThroughput(
  { rows, services, queueType, rounds, tell, signal }: Bench,
  { events, profile }: { readonly events: number; readonly profile: string | undefined },
): Promise<readonly ThroughputLine[]> {
  const lines = MIXES.flatMap((matching) =>
    rows.map((row) => ({ row, matching, rounds: [] as Measured[] })),
  );
  for (let round = 1; round <= rounds; round += 1) {
    for (const line of lines) {
      const { row, matching } = line;
      const work = { events, matching, queueType, profile };
      const measured = await runThroughput(row, services, work, signal);
      line.rounds.push(measured);
      const rate = Math.round(measured.eventsPerSecond);
      tell(`round ${round}, ${matching} % match, ${row.name}: ${rate}/s`);
    }
  }
  return lines.map(({ row, ...line }) => ({ ...line, row: row.name }));
}
