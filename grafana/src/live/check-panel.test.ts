import { describe, expect, it } from "vitest";
import { dashboardFiles } from "../index.js";
import { plant } from "../plant.fixture.js";
import type { PlainDashboard, PlainPanel } from "../plain-dashboard.js";
import type { Series } from "./ask-prometheus.js";
import { livePanelProblems } from "./check-panel.js";
import { type Expectation, expectations, leftovers } from "./expectations.js";
import { createMetricTypes } from "./metric-types.js";
import { boundsOf } from "./plausible.js";

const dashboards = [...dashboardFiles().values()].map((text) => JSON.parse(text) as PlainDashboard);

const RATE = "sum by (job) (rate(x_total[$__rate_interval]))";
const QUOTIENT = `${RATE} / ${RATE}`;
const panel: PlainPanel = {
  id: 2,
  type: "timeseries",
  title: "Accepted",
  gridPos: { x: 0, y: 0, w: 12, h: 8 },
  fieldConfig: { defaults: { unit: "reqps" } },
  targets: [
    { refId: "A", expr: RATE, legendFormat: "{{job}}" },
    { refId: "B", expr: QUOTIENT, legendFormat: "share" },
    { refId: "C", expr: "recorded:ratio", legendFormat: "{{job}}" },
  ],
};
const withValues = (...texts: readonly string[]): readonly Series[] => [
  { metric: { job: "backend" }, values: texts.map((text, index) => [index, text] as const) },
];
const sound = withValues("1", "3.5", "0");
const metadata = {
  x: [{ type: "counter" }],
  g: [{ type: "gauge" }],
  h_seconds: [{ type: "histogram" }],
  both_total: [{ type: "counter" }, { type: "gauge" }],
};
const recordings = new Map([["recorded:ratio", "rate(x_total[1m]) / rate(x_total[1m])"]]);

/** @param answers - by query; another gets a sound one */
function problemsWith(
  answers: Readonly<Record<string, readonly Series[]>>,
  what: { readonly panel?: PlainPanel; readonly expectations?: readonly Expectation[] } = {},
) {
  return livePanelProblems("Pipeline", what.panel ?? panel, {
    queryRange: (query) =>
      Promise.resolve(answers[query.replaceAll("30s", "$__rate_interval")] ?? sound),
    types: createMetricTypes(metadata, new Set(recordings.keys())),
    expectations: what.expectations ?? [],
    recordings,
  });
}

describe("the live check of a panel", () => {
  it("has nothing to say about data that is as it should be", async () => {
    expect(await problemsWith({})).toEqual([]);
  });

  it("lets a quotient be no number while nothing happens, and what is recorded of one", async () => {
    const gaps = withValues("NaN", "0.5", "NaN");
    expect(await problemsWith({ [QUOTIENT]: gaps, "recorded:ratio": gaps })).toEqual([]);
  });

  it.each([
    ["one of three queries that is empty", RATE, [], "A: draws nothing"],
    [
      "a quotient that is never a number",
      QUOTIENT,
      withValues("NaN", "NaN"),
      "B: .*never a number",
    ],
    ["a gap where nothing is divided", RATE, withValues("1", "NaN", "2"), "A: .*1 of 3 values"],
    ["an infinity in the middle", RATE, withValues("1", "+Inf", "2"), "A: .*infinite: 1 of 3"],
    ["an infinity downwards", QUOTIENT, withValues("-Inf", "1"), "B: .*infinite: 1 of 2"],
    ["a negative rate", RATE, withValues("-1", "1"), "A: .*not plausible, as -1 .*1 of 2"],
    ["a rate far too high at first", RATE, withValues("1e9", "1"), "A: .*not plausible"],
    ["a legend without its label", RATE, [{ metric: {}, values: [[1, "1"]] }], "A: .*no label job"],
  ] as const)("finds %s", async (_what, query, series, expected) => {
    expect((await problemsWith({ [query]: series })).join("\n")).toMatch(new RegExp(expected));
  });

  it.each([
    ["a gauge", "targets.0.expr", "rate(g[1m])", /rate of g, a gauge/],
    ["half a histogram", "targets.0.expr", "rate(h_seconds[1m])", /of h_seconds, a histogram/],
    ["what is recorded", "targets.0.expr", "rate(recorded:ratio[1m])", /recorded:ratio, a gauge/],
    ["two types", "targets.0.expr", "rate(both_total[1m])", /counter and gauge/],
    [
      "nothing",
      "targets.1.expr",
      "sum(g) - sum(rate(y_total[1m]))",
      /y_total, which nobody exports/,
    ],
    ["no bounds", "fieldConfig.defaults.unit", "lux", /without plausible bounds/],
    ["a share of 350 %", "fieldConfig.defaults.unit", "percentunit", /3.5 is not within 0 and 1/],
  ] as const)("finds a query over %s", async (_what, path, value, expected) => {
    const broken = structuredClone(panel);
    plant(broken, path, value);
    expect((await problemsWith({}, { panel: broken })).join("\n")).toMatch(expected);
  });

  it.each(["rate(x_total[1m])", "rate(h_seconds_bucket[1m])", "increase(h_seconds_count[1m])"])(
    "has nothing against %s",
    async (expr) => {
      const changed = structuredClone(panel);
      plant(changed, "targets.0.expr", expr);
      expect(await problemsWith({}, { panel: changed })).toEqual([]);
    },
  );

  const ofA = { dashboard: "Pipeline", panel: "Accepted", legend: "{{job}}", because: "a test" };

  it("lets one query be empty for a reason, but not over a metric that nobody exports", async () => {
    const reasons = { expectations: [{ ...ofA, mayBeEmpty: true }] } as const;
    expect(await problemsWith({ [RATE]: [] }, reasons)).toEqual([]);
    expect(await problemsWith({ [QUOTIENT]: [] }, reasons)).toHaveLength(1);
    const broken = structuredClone(panel);
    plant(broken, "targets.0.expr", "sum by (job) (y)");
    const problems = await problemsWith({ "sum by (job) (y)": [] }, { ...reasons, panel: broken });
    expect(problems.join("\n")).toMatch(/y, which nobody exports/);
  });

  it("judges a query by bounds of its own", async () => {
    const reasons = { expectations: [{ ...ofA, bounds: [0, 3] }] } as const;
    expect((await problemsWith({}, reasons)).join("\n")).toMatch(/3.5 is not within 0 and 3/);
  });
});

describe("what is expected of single queries", () => {
  it("is about queries that are there, and says why", () => {
    expect(expectations.length).toBeGreaterThan(0);
    expect(leftovers(expectations, dashboards)).toEqual([]);
    for (const { because } of expectations) expect(because).not.toBe("");
  });

  it("is found out when its query is no longer there", () => {
    const [one] = expectations;
    const gone = { ...one, legend: "{{gone}}" } as Expectation;
    expect(leftovers([...expectations, gone], dashboards)).toEqual([gone]);
  });

  it("knows plausible bounds for every unit of the dashboards", () => {
    const texts = dashboards.map((dashboard) => JSON.stringify(dashboard));
    const units = texts.flatMap((text) =>
      [...text.matchAll(/"unit":"([^"]+)"/g)].map(([, unit]) => unit),
    );
    expect(units.length).toBeGreaterThan(3);
    expect(units.filter((unit) => !boundsOf(unit))).toEqual([]);
  });
});
