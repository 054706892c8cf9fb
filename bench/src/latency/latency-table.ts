import { markdownTable } from "../markdown.js";
import { percentilesOf } from "./percentiles.js";
import type { EventType, Waits } from "./run-latency.js";
import type { Steps } from "./steps.js";

/** The latencies of one row at one rate, of all rounds. */
export interface LatencyLine {
  readonly row: string;
  readonly perSecond: number;
  readonly eventType: EventType;
  readonly waits: Waits;
  /** One for each round, of exits at a row that exports them. */
  readonly steps?: readonly Steps[];
}

/** A Markdown table in ms; lines to compare are next to each other. */
export function latencyTable(lines: readonly LatencyLine[]): string {
  const cellsOf = (values: readonly number[]) => {
    const { p50, p95, p99, max } = percentilesOf(values);
    return [p50, p95, p99, max].map(milliseconds);
  };
  const body = lines.map(({ row, perSecond, eventType, waits }) => [
    rateName(perSecond),
    eventType,
    row,
    ...cellsOf(waits.processing),
    ...cellsOf(waits.endToEnd),
  ]);
  const percentiles = (of: string) => ["p50", "p95", "p99", "max"].map((name) => `${of} ${name}`);
  const head = [
    "Rate",
    "Event",
    "Row",
    ...percentiles("delivery to ack"),
    ...percentiles("publish to ack"),
  ];
  return markdownTable(head, body);
}

export const rateName = (perSecond: number): string => `${perSecond} events/s`;

export const milliseconds = (value: number) => (value < 100 ? value.toFixed(1) : value.toFixed(0));
