import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { lotRows } from "./car-parks-lots.js";
import { wellRow } from "./pipeline-well.js";
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

/** The queries of the panels whose titles begin with `start`, as Grafana sends them. */
const queriesOf = (start: string): readonly string[] =>
  [...lotRows, wellRow]
    .flatMap(({ panels }) => panels)
    .filter(({ title }) => title.startsWith(start))
    .flatMap(({ queries }) => queries.map(({ expr }) => expr.replaceAll("$__rate_interval", "5m")));

const [entryGates = "", exitGates = ""] = queriesOf("Silent gates");
const [outcomes = ""] = queriesOf("Outcomes of reads");
const [arrivals = ""] = queriesOf("Arrivals and departures");
const [, errors = ""] = queriesOf("Successes and errors");
const reads = (lot: string, gate: string) =>
  `parking_lot_reads_total{lot="${lot}",event_type="${gate}"}`;
const lots = {
  [reads("well", "entry")]: "0+2x60",
  [reads("well", "exit")]: "0+1x60",
  [reads("went-silent", "entry")]: "0+2x60",
  [reads("went-silent", "exit")]: "7x60",
  [reads("never-read", "exit")]: "0+3x60",
};
const events = (outcome: string) => `parking_events_total{outcome="${outcome}"}`;
const parked = orNone(countedIn5Minutes("parked_total", "code"), { code: "none" });

describeWithProgram("promtool", "a query of a panel", () => {
  it.each<readonly [string, Case]>([
    [
      "counts the reads of the exits while an entry read nothing, also one that never did",
      {
        series: lots,
        atMinute: 40,
        query: entryGates,
        expected: { 'lot="well"': 0, 'lot="went-silent"': 0, 'lot="never-read"': 90 },
      },
    ],
    [
      "counts the reads of the entries while an exit read nothing",
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
        series: {
          'parked_total{code="A"}': "_x10 3x20",
          'parked_total{code="B"}': "5x40",
          'parked_total{code="never"}': "0x40",
        },
        atMinute: 14,
        query: parked,
        expected: { 'code="A"': 3, 'code="B"': 0 },
      },
    ],
    [
      "counts what a process exported before it ended",
      {
        series: { 'parked_total{code="A"}': "5x11 7 stale" },
        atMinute: 14,
        query: parked,
        expected: { 'code="A"': 2 },
      },
    ],
    [
      "counts nothing once more where a scrape failed 5 minutes ago",
      {
        series: { 'parked_total{code="A"}': "5x8 stale 5x20" },
        atMinute: 14,
        query: parked,
        expected: { 'code="A"': 0 },
      },
    ],
    [
      "counts what a restarted process exports",
      {
        series: { 'parked_total{code="A"}': "9x5 stale _x10 0 2x20" },
        atMinute: 20,
        query: parked,
        expected: { 'code="A"': 2 },
      },
    ],
    [
      "is a zero where every counter is zero",
      {
        series: { 'parked_total{code="A"}': "0x40" },
        atMinute: 14,
        query: parked,
        expected: { 'code="none"': 0 },
      },
    ],
    [
      "shows the shares of outcomes after a backend restarted with cars inside",
      {
        series: {
          [events("open")]: "100+2x9 0+2x20",
          [events("closed")]: "90+2x9 0+1x20",
          [events("unmatched")]: "0x9 0+1x20",
          [events("abandoned")]: "0x40",
          [events("repeated")]: "0+9x40",
        },
        atMinute: 20,
        query: outcomes,
        expected: { 'outcome="open"': 0.5, 'outcome="closed"': 0.25, 'outcome="unmatched"': 0.25 },
      },
    ],
    [
      "counts arrivals at gates that nobody watches",
      { series: lots, atMinute: 40, query: arrivals, expected: { "": 4 } },
    ],
    [
      "draws the errors that were ever met",
      {
        series: {
          'parking_event_errors_total{event_type="entry",code="A"}': "0+60x20",
          'parking_event_errors_total{event_type="entry",code="never"}': "0x20",
        },
        atMinute: 20,
        query: errors,
        expected: { 'event_type="entry",code="A"': 1 },
      },
    ],
    [
      "is a zero where nothing was ever counted",
      { series: {}, atMinute: 14, query: parked, expected: { 'code="none"': 0 } },
    ],
  ])("%s", (_what, one) => {
    expect(answerOf(one)).toContain("SUCCESS");
    // A wrong expected value has to fail: otherwise promtool compared nothing.
    const wrong = Object.fromEntries(Object.keys(one.expected).map((labels) => [labels, 12_345]));
    expect(answerOf({ ...one, expected: wrong })).toContain("FAILED");
  });
});
