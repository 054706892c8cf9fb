/** Zero where there is nothing to count yet: "no data" would look as if the query were broken. */
export const orZero = (expr: string): string => `${expr} or vector(0)`;

/** The same for a query that keeps labels: one series of zeros, with these labels for the legend. */
export const orNone = (expr: string, labels: Readonly<Record<string, string>>): string =>
  `${expr} or on() ${Object.entries(labels).reduce(
    (zero, [label, value]) => `label_replace(${zero}, "${label}", "${value}", "", "")`,
    "vector(0)",
  )}`;

/**
 * How often something rare has happened in 5 minutes, by these labels. A counter with labels appears with its
 * first event, and `increase` misses that event, as it needs an earlier value; `rate` of one event in a minute
 * is too small a number to read. The earlier value may be an hour old, as scrapes may have failed; an earlier
 * value above the present one is of a process that ended. Labels whose count is zero are left out: they would
 * fill the legend.
 */
export function countedIn5Minutes(counter: string, by?: string): string {
  const highest = `max_over_time(${counter}[5m])`;
  const before = `last_over_time(${counter}[1h] offset 5m)`;
  const grown = `${highest} - (${before} <= ${highest} or 0 * ${highest})`;
  if (by === undefined) return `sum(${grown})`;
  return `sum by (${by}) (${grown}) and sum by (${by}) (${highest}) > 0`;
}
