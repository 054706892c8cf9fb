import type { Audit } from "./audit.js";

const LABEL_WIDTH = 44;
const NUMBER_WIDTH = 10;
const RULE = "─".repeat(LABEL_WIDTH + NUMBER_WIDTH);

const WORDS: Readonly<Record<string, string>> = {
  not_delivered: "not delivered yet",
  missed: "missed by the camera",
  silent: "silent camera",
  malformed: "malformed message",
  misread: "misread",
  clock: "gate clocks",
  merged: "in a stay of another visit",
  unexplained: "unexplained",
  reread: "read again after leaving",
};

/** The audit as a table for a person. */
export function auditTable(audit: Audit, broken: readonly string[]): string {
  return [
    RULE,
    row("true stays", audit.trueStays),
    row("found exactly", audit.exact),
    row("found with a wrong time", audit.wrongTime),
    row("missed", audit.missed),
    ...causes(audit.missedBecause),
    RULE,
    row("false stays", audit.falseStays),
    row("  false merges, spanning two visits", audit.falseMerges),
    row("  of a plate misread alike at both gates", audit.wrongPlates),
    row("exits without a stay", audit.exitsWithoutStay),
    ...causes(audit.exitsBecause),
    row("plates affected", audit.platesAffected),
    RULE,
    row("precision", percent(audit.precision)),
    row("recall", percent(audit.recall)),
    ...(audit.foreignStays === 0
      ? []
      : [row("stays of other traffic, left out", audit.foreignStays)]),
    RULE,
    ...broken.map((sentence) => `FAILED: ${sentence}`),
    "",
  ].join("\n");
}

const causes = (counts: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([cause, count]) => row(`  ${WORDS[cause] ?? cause}`, count));

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

const row = (label: string, value: number | string) =>
  label.padEnd(LABEL_WIDTH) + String(value).padStart(NUMBER_WIDTH);
