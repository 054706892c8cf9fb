import { markdownTable } from "../markdown.js";
import type { Spent } from "./cpu-profile.js";
import type { Profile } from "./run-profile.js";

const MOST = 15;

/** The parts and functions that take most time, in percent of the busy time. */
export function profileTable({ spent, idleMicros, measured }: Profile): string {
  const total = spent.reduce((sum, { micros }) => sum + micros, 0);
  const share = (micros: number) => `${((100 * micros) / total).toFixed(1)} %`;
  const parts = largest(spent, ({ part }) => part);
  const functions = largest(spent, ({ part, name }) => `${name}, ${part}`);
  const rows = parts.slice(0, MOST).map(([part, micros], index) => {
    const [name = "", ofFunction = 0] = functions[index] ?? [];
    return [part, share(micros), name, share(ofFunction)];
  });
  const idle = (100 * idleMicros) / (total + idleMicros);
  return [
    `${Math.round(measured.eventsPerSecond)} events/s under the profiler, ${idle.toFixed(0)} % of the time idle, waiting for other services.`,
    markdownTable(
      ["Part", "of the busy time", "Function, without its callees", "of the busy time"],
      rows,
    ),
  ].join("\n\n");
}

function largest(spent: readonly Spent[], keyOf: (spent: Spent) => string) {
  const sums = new Map<string, number>();
  for (const one of spent) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.micros);
  return [...sums].toSorted(([, a], [, b]) => b - a);
}
