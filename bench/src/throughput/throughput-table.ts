import { markdownTable } from "../markdown.js";
import { SERVICES, totalCpu } from "../service-cpu.js";
import { median } from "./median.js";
import type { Measured } from "./run-throughput.js";

/** The rounds of one row with one mix of exits. */
export interface ThroughputLine {
  readonly row: string;
  /** Percent of exits that match. */
  readonly matching: number;
  readonly rounds: readonly Measured[];
}

const HEAD = [
  "Exits that match",
  "Row",
  "Events/s",
  "of the ceiling",
  "Spread",
  "Entries/s",
  "Exits/s",
  "Consumer CPU s/100k",
  "Broker",
  "Redis",
  "Sink",
  "Database",
  "All",
  "Peak MB",
];

/** Medians of the rounds, and each rate as a multiple of the first row's with the same mix. */
export function throughputTable(lines: readonly ThroughputLine[]): string {
  return markdownTable(
    HEAD,
    lines.map((line) => cellsOf(line, ratioToFirst(line, lines))),
  );
}

export const rateOf = ({ rounds }: ThroughputLine): number =>
  median(rounds.map(({ eventsPerSecond }) => eventsPerSecond));

export function ratioToFirst(line: ThroughputLine, lines: readonly ThroughputLine[]): number {
  const first = lines.find(({ matching }) => matching === line.matching);
  return first ? rateOf(line) / rateOf(first) : Number.NaN;
}

function cellsOf({ row, matching, rounds }: ThroughputLine, ratio: number) {
  const of = (value: (one: Measured) => number) => median(rounds.map(value));
  const rates = rounds.map(({ eventsPerSecond }) => eventsPerSecond);
  return [
    `${matching} %`,
    row,
    Math.round(median(rates)),
    ratio.toFixed(3),
    `${Math.round(Math.min(...rates))}-${Math.round(Math.max(...rates))}`,
    Math.round(of((one) => one.entriesPerSecond)),
    Math.round(of((one) => one.exitsPerSecond)),
    ...SERVICES.map((name) => of(({ cpu }) => cpu[name]).toFixed(1)),
    of(({ cpu }) => totalCpu(cpu)).toFixed(1),
    Math.round(Math.max(...rounds.map(({ peakMegabytes }) => peakMegabytes))),
  ];
}
