import type { Audit } from "@boomgate/generators";

const LABEL_WIDTH = 32;
const NUMBER_WIDTH = 12;

/** The sums of the audits of many seeds, as a table for a person. */
export function totalsTable(audits: readonly Audit[]): string {
  const sum = (pick: (audit: Audit) => number) =>
    audits.reduce((total, one) => total + pick(one), 0);
  const recalls = audits.map(({ recall }) => recall).toSorted((a, b) => a - b);
  const missed = Object.keys(audits[0]?.missedBecause ?? {}) as (keyof Audit["missedBecause"])[];
  return [
    row(
      "true stays",
      sum((one) => one.trueStays),
    ),
    row(
      "found exactly",
      sum((one) => one.exact),
    ),
    row(
      "found with a wrong time",
      sum((one) => one.wrongTime),
    ),
    row(
      "missed",
      sum((one) => one.missed),
    ),
    ...missed.map((cause) =>
      row(
        `  ${cause.replaceAll("_", " ")}`,
        sum((one) => one.missedBecause[cause]),
      ),
    ),
    row(
      "false stays",
      sum((one) => one.falseStays),
    ),
    row(
      "  false merges",
      sum((one) => one.falseMerges),
    ),
    row(
      "  of a misread plate",
      sum((one) => one.wrongPlates),
    ),
    row("recall, worst seed", percent(recalls[0] ?? 0)),
    row("recall, median", percent(recalls[Math.floor(recalls.length / 2)] ?? 0)),
    row("recall, best seed", percent(recalls.at(-1) ?? 0)),
  ].join("\n");
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

const row = (label: string, value: number | string) =>
  label.padEnd(LABEL_WIDTH) + String(value).padStart(NUMBER_WIDTH);
