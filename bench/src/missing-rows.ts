import { percentilesOf } from "./latency/percentiles.js";
import type { LatencyLine } from "./latency/latency-table.js";
import { rateName } from "./latency/latency-table.js";
import type { Tables } from "./tables.js";
import { rateOf, type ThroughputLine } from "./throughput/throughput-table.js";

/** What a run has to measure. */
export interface Wanted {
  readonly parts: readonly string[];
  readonly rounds: number;
  /** Names of the rows of the two parts that have rows. */
  readonly rows: Readonly<Record<"throughput" | "latency", readonly string[]>>;
  readonly growthTo: readonly number[];
}

/** Rows that are missing or without values, so that a bench that measured nothing fails. */
export function missingFrom(tables: Tables, { parts, rounds, rows, growthTo }: Wanted): string[] {
  const missing: string[] = [];
  const expectThat = (what: string, isMeasured: boolean) => {
    if (!isMeasured) missing.push(what);
  };
  if (parts.includes("throughput")) {
    for (const row of rows.throughput) {
      const lines = tables.throughput?.filter((line) => line.row === row) ?? [];
      expectThat(
        `throughput of ${row}`,
        lines.length > 0 && lines.every((one) => isRun(one, rounds)),
      );
    }
  }
  if (parts.includes("latency")) {
    for (const row of rows.latency) {
      const lines = tables.latency?.filter((line) => line.row === row) ?? [];
      expectThat(`latency of ${row}`, lines.length > 0);
      for (const line of lines) {
        expectThat(
          `latency of ${row}, ${line.eventType}, ${rateName(line.perSecond)}`,
          isMeasured(line),
        );
      }
    }
  }
  if (parts.includes("growth")) {
    for (const events of growthTo) {
      const line = tables.growth?.find((one) => one.events === events);
      expectThat(`growth to ${events} events`, (line?.eventsPerSecond ?? 0) > 0);
    }
  }
  if (parts.includes("profile")) {
    expectThat("profile", tables.profile?.spent.some(({ micros }) => micros > 0) ?? false);
  }
  return missing;
}

const isRun = (line: ThroughputLine, rounds: number) =>
  line.rounds.length === rounds && rateOf(line) > 0;

const isMeasured = ({ waits }: LatencyLine) =>
  [waits.processing, waits.endToEnd].every((values) => percentilesOf(values).max > -1);
