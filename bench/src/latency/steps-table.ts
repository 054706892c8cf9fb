import { markdownTable } from "../markdown.js";
import { type LatencyLine, milliseconds, rateName } from "./latency-table.js";
import { STEPS, type Timed } from "./steps.js";

/** Mean times of the calls that an exit waits for; the commit is part of the POST. */
export function stepsTable(lines: readonly LatencyLine[]): string {
  const body = lines.flatMap(({ row, perSecond, steps = [] }) => {
    if (steps.length === 0) return [];
    const means = STEPS.map((step) => {
      const sum = (of: keyof Timed) => steps.reduce((total, one) => total + one[step][of], 0);
      return milliseconds((1_000 * sum("seconds")) / sum("calls"));
    });
    return [[rateName(perSecond), row, ...means]];
  });
  return markdownTable(
    ["Rate", "Row", "load from Redis", "save to Redis", "POST", "of it the commit in PostgreSQL"],
    body,
  );
}
