import { describe, expect, it } from "vitest";
import type { PlainPanel } from "../verify.js";
import { livePanelProblems, type Series } from "./check-panel.js";

const panel: PlainPanel = {
  id: 2,
  type: "timeseries",
  title: "Accepted",
  gridPos: { x: 0, y: 0, w: 12, h: 8 },
  fieldConfig: { defaults: { unit: "reqps" } },
  targets: [
    { refId: "A", expr: "sum by (job) (rate(x_total[$__rate_interval]))", legendFormat: "{{job}}" },
  ],
};
const sound: Series = {
  metric: { job: "backend" },
  values: [
    [1, "NaN"],
    [2, "3.5"],
  ],
};

const problemsWith = (
  series: readonly Series[],
  type: string | undefined = "counter",
  title = "",
) =>
  livePanelProblems(panel, {
    queryRange: () => Promise.resolve(series),
    typeOf: (metric) => (metric === "x_total" ? type : undefined),
    emptyWhenWell: new Set([title]),
  });

describe("the live check of a panel", () => {
  it("has nothing to say about data that is as it should be", async () => {
    expect(await problemsWith([sound])).toEqual([]);
  });

  it.each([
    ["no data", [], "counter", /draws nothing/],
    [
      "a value that is never a number",
      [{ ...sound, values: [[1, "NaN"]] }],
      "counter",
      /not a num/,
    ],
    ["an infinite value", [{ ...sound, values: [[1, "+Inf"]] }], "counter", /not a number/],
    ["a negative rate", [{ ...sound, values: [[1, "-1"]] }], "counter", /plausible/],
    ["a rate far too high", [{ ...sound, values: [[1, "1e9"]] }], "counter", /plausible/],
    ["a legend without its label", [{ ...sound, metric: {} }], "counter", /no label job/],
    ["the rate of a gauge", [sound], "gauge", /a gauge/],
  ] as const)("finds %s", async (_what, series, type, expected) => {
    expect((await problemsWith(series, type)).join("\n")).toMatch(expected);
  });

  it("finds a metric that nobody exports", async () => {
    const problems = await livePanelProblems(panel, {
      queryRange: () => Promise.resolve([sound]),
      typeOf: () => undefined,
      emptyWhenWell: new Set(),
    });
    expect(problems.join("\n")).toMatch(/nobody exports/);
  });

  it("lets a panel be empty that shows only what is wrong", async () => {
    expect(await problemsWith([], "counter", "Accepted")).toEqual([]);
  });
});
