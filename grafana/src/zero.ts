/** Zero where there is nothing to count yet: "no data" would look as if the query were broken. */
export const orZero = (expr: string): string => `${expr} or vector(0)`;

/** The same for a query that keeps labels: one series of zeros, with these labels for the legend. */
export const orNone = (expr: string, labels: Readonly<Record<string, string>>): string =>
  `${expr} or on() ${Object.entries(labels).reduce(
    (zero, [label, value]) => `label_replace(${zero}, "${label}", "${value}", "", "")`,
    "vector(0)",
  )}`;
