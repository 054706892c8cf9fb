import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { lotRows } from "./car-parks-lots.js";
import { countedIn5Minutes, orNone } from "./zero.js";

interface Case {
  /** Labels and values of a series, one value a minute, in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  readonly atMinute: number;
  readonly query: string;
  /** Labels without braces, and the value they must have; nothing else may come. */
  readonly expected: Readonly<Record<string, number>>;
}

function answerOf({ series, atMinute, query, expected }: Case) {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-queries-"));
  try {
    const rules = join(folder, "rules.yml");
    const rule = { record: "answer", expr: query };
    writeFileSync(rules, JSON.stringify({ groups: [{ name: "queries", rules: [rule] }] }));
    const test = {
      interval: "1m",
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      promql_expr_test: [
        {
          expr: "answer",
          eval_time: `${atMinute}m`,
          exp_samples: Object.entries(expected).map(([labels, value]) => ({
            labels: `answer{${labels}}`,
            value,
          })),
        },
      ],
    };
    const file = join(folder, "test.yml");
    writeFileSync(
      file,
      JSON.stringify({ rule_files: [rules], evaluation_interval: "1m", tests: [test] }),
    );
    const { stdout, stderr } = spawnSync("promtool", ["test", "rules", file], { encoding: "utf8" });
    return `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const silentGates = lotRows
  .flatMap(({ panels }) => panels)
  .find(({ title }) => title.startsWith("Silent gates"));
const [entryGates = "", exitGates = ""] = (silentGates?.queries ?? []).map(({ expr }) => expr);
const reads = (lot: string, gate: string) =>
  `parking_lot_reads_total{lot="${lot}",event_type="${gate}"}`;
const lots = {
  [reads("well", "entry")]: "0+2x60",
  [reads("well", "exit")]: "0+1x60",
  [reads("went-silent", "entry")]: "0+2x60",
  [reads("went-silent", "exit")]: "7x60",
  [reads("never-read", "exit")]: "0+3x60",
};
const parked = orNone(countedIn5Minutes("parked_total", "code"), { code: "none" });

describeWithProgram("promtool", "a query of a panel", () => {
  it.each<readonly [string, Case]>([
    [
      "tells what the exits read while an entry read nothing, also one that never did",
      {
        series: lots,
        atMinute: 40,
        query: entryGates,
        expected: { 'lot="well"': 0, 'lot="went-silent"': 0, 'lot="never-read"': 90 },
      },
    ],
    [
      "tells what the entries read while an exit read nothing",
      {
        series: lots,
        atMinute: 40,
        query: exitGates,
        expected: { 'lot="well"': 0, 'lot="went-silent"': 60, 'lot="never-read"': 0 },
      },
    ],
    [
      "draws a zero before any lot is known",
      { series: {}, atMinute: 5, query: entryGates, expected: { 'lot="no lot"': 0 } },
    ],
    [
      "counts the first events of a counter, and none of long ago",
      {
        series: { 'parked_total{code="A"}': "_x10 3x20", 'parked_total{code="B"}': "5x40" },
        atMinute: 14,
        query: parked,
        expected: { 'code="A"': 3, 'code="B"': 0 },
      },
    ],
    [
      "counts what a process told before it ended",
      {
        series: { 'parked_total{code="A"}': "5x11 7 stale" },
        atMinute: 14,
        query: parked,
        expected: { 'code="A"': 2 },
      },
    ],
    [
      "is a zero where nothing was ever counted",
      { series: {}, atMinute: 14, query: parked, expected: { 'code="none"': 0 } },
    ],
  ])("%s", (_what, one) => {
    expect(answerOf(one)).toContain("SUCCESS");
    // The same with a wrong value fails, so the answer was looked at.
    const wrong = Object.fromEntries(Object.keys(one.expected).map((labels) => [labels, 12_345]));
    expect(answerOf({ ...one, expected: wrong })).toContain("FAILED");
  });
});
