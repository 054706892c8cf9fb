import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { plant } from "../plant.fixture.js";
import type { PlainDashboard } from "../plain-dashboard.js";
import { createSchemaCheck } from "./schema-problems.js";

const folder = new URL("../../dashboards/", import.meta.url);
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(name, folder), "utf8")) as PlainDashboard;
const names = readdirSync(folder);

/** What is broken in a sound panel of lines: where, by which value, and where the schema says so. */
const faults: readonly (readonly [string, string, unknown, RegExp])[] = [
  ["a width that is text", "gridPos.w", "12", /gridPos\/w must be number/],
  ["a place without a height", "gridPos.h", undefined, /gridPos must have .* 'h'/],
  ["a misspelt property of a panel", "titel", "x", /"titel"/],
  ["a misspelt property of a query", "targets.0.legend", "x", /"legend"/],
  ["a query without an expression", "targets.0.expr", undefined, /targets\/0 must have .* 'expr'/],
  ["an unknown format of a query", "targets.0.format", "series", /targets\/0\/format/],
  ["an unknown kind of panel", "type", "graph", /"graph"/],
  ["an option of another kind of panel", "options.reduceOptions", {}, /"reduceOptions"/],
  ["a legend at the left", "options.legend.placement", "left", /legend\/placement/],
  ["an unknown mode of fields", "fieldConfig.defaults.custom.drawStyle", "lines", /drawStyle/],
  ["a misspelt option of fields", "fieldConfig.defaults.custom.lineWith", 1, /"lineWith"/],
  [
    "an unknown mode of thresholds",
    "fieldConfig.defaults.thresholds",
    { mode: "relative", steps: [] },
    /thresholds\/mode/,
  ],
  ["a threshold that is text", "fieldConfig.defaults.min", "0", /defaults\/min must be number/],
  ["a link without its title", "links.0.title", undefined, /links\/0 must have .* 'title'/],
  ["a datasource by name alone", "datasource", "Prometheus", /datasource must be object/],
  [
    "a misspelt override",
    "fieldConfig.overrides",
    [overrideOf("custom.linewidth", 1)],
    /overrides/,
  ],
  [
    "an override of a wrong value",
    "fieldConfig.overrides",
    [overrideOf("decimals", "1")],
    /overrid/,
  ],
];

function overrideOf(id: string, value: unknown) {
  return { matcher: { id: "byName", options: "x" }, properties: [{ id, value }] };
}

describe("the schema of the SDK's types", () => {
  let problemsOf: ReturnType<typeof createSchemaCheck>;
  beforeAll(() => {
    problemsOf = createSchemaCheck();
  });

  it.each(names)("allows %s", (name) => {
    expect(read(name).panels.length).toBeGreaterThan(3);
    expect(problemsOf(read(name))).toEqual([]);
  });

  it("allows an override that says what it should", () => {
    const dashboard = read("pipeline.json");
    plant(aPanelOfLines(dashboard), "fieldConfig.overrides", [overrideOf("custom.lineWidth", 1)]);
    expect(problemsOf(dashboard)).toEqual([]);
  });

  it.each(faults)("refuses %s", (_what, path, value, expected) => {
    const dashboard = read("pipeline.json");
    plant(aPanelOfLines(dashboard), path, value);
    expect(problemsOf(dashboard).join("\n")).toMatch(expected);
  });

  it.each([
    ["a misspelt property of the dashboard", "titel", "x", /"titel"/],
    ["a dashboard without the version of its schema", "schemaVersion", undefined, /schemaVersion/],
    ["a variable of an unknown type", "templating.list", [{ name: "x", type: "list" }], /list\/0/],
    ["an annotation without a colour", "annotations.list", [{ name: "x", enable: true }], /Color/],
  ] as const)("refuses %s", (_what, path, value, expected) => {
    const dashboard = read("pipeline.json");
    plant(dashboard, path, value);
    expect(problemsOf(dashboard).join("\n")).toMatch(expected);
  });
});

function aPanelOfLines({ panels }: PlainDashboard): object {
  const panel = panels.find(({ type }) => type === "timeseries");
  if (!panel) throw new Error("there is no panel to break");
  return panel;
}
