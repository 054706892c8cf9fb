import type { Bench } from "../bench.js";
import type { Row } from "../rows.js";
import { type LatencyLine, rateName } from "./latency-table.js";
import { type EventType, runLatency } from "./run-latency.js";
import type { Steps } from "./steps.js";

const RATES = [500, 2_000];
/** Rates that only measure the backlog of a slow row. */
const ONLY_FOR_FAST = [2_000];
const EVENT_TYPES: readonly EventType[] = ["entry", "exit"];

/** In each round all rows run in turn; the values of all rounds are put together. */
export async function measureLatency(
  { rows, services, queueType, rounds, print, signal }: Bench,
  seconds: number,
): Promise<readonly LatencyLine[]> {
  const lines = RATES.flatMap((perSecond) =>
    EVENT_TYPES.flatMap((eventType) =>
      rowsAt(perSecond, rows).map((row) => {
        const waits = { processing: [] as number[], endToEnd: [] as number[] };
        return { row: row.name, perSecond, eventType, waits, steps: [] as Steps[] };
      }),
    ),
  );
  for (let round = 1; round <= rounds; round += 1) {
    for (const perSecond of RATES) {
      for (const row of rowsAt(perSecond, rows)) {
        const measured = await runLatency(row, services, { perSecond, seconds, queueType }, signal);
        const own = lines.filter((one) => one.row === row.name && one.perSecond === perSecond);
        for (const line of own) {
          if (line.eventType === "exit" && measured.stepsOfExits) {
            line.steps.push(measured.stepsOfExits);
          }
          for (const ms of measured[line.eventType].processing) line.waits.processing.push(ms);
          for (const ms of measured[line.eventType].endToEnd) line.waits.endToEnd.push(ms);
        }
        print(`round ${round}, ${rateName(perSecond)}, ${row.name}: latency measured`);
      }
    }
  }
  return lines;
}

const rowsAt = (perSecond: number, rows: readonly Row[]) =>
  ONLY_FOR_FAST.includes(perSecond) ? rows.filter(({ share }) => share === 1) : rows;
