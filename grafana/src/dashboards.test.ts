import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { dashboardFiles } from "./index.js";
import { DATASOURCE } from "./panel.js";
import { problemsOf, type PlainDashboard } from "./verify.js";

const folder = new URL("../dashboards/", import.meta.url);
const files = [...dashboardFiles()];
const dashboards = files.map(([name, text]) => [name, JSON.parse(text) as PlainDashboard] as const);

describe("dashboards", () => {
  it("are committed as they are written by `npm run dashboards`", () => {
    expect(readdirSync(folder).toSorted()).toEqual(files.map(([name]) => name).toSorted());
    for (const [name, text] of files) {
      expect(readFileSync(new URL(name, folder), "utf8"), name).toBe(text);
    }
  });

  it.each(dashboards)("%s has nothing to complain about", (_name, dashboard) => {
    expect(dashboard.panels.length).toBeGreaterThan(3);
    expect(problemsOf(dashboard, DATASOURCE.uid)).toEqual([]);
  });

  it("use the datasource that is provisioned", () => {
    const path = new URL("../provisioning/datasources/prometheus.yml", import.meta.url);
    const { datasources } = parse(readFileSync(path, "utf8")) as { datasources: object[] };
    expect(datasources).toEqual([expect.objectContaining(DATASOURCE)]);
  });

  it("lead from an example in a histogram to its trace", () => {
    const read = (name: string) => {
      const path = new URL(`../provisioning/datasources/${name}.yml`, import.meta.url);
      return (parse(readFileSync(path, "utf8")) as { datasources: Datasource[] }).datasources[0];
    };
    const destinations = read("prometheus")?.jsonData?.exemplarTraceIdDestinations;
    expect(destinations).toEqual([{ name: "trace_id", datasourceUid: read("tempo")?.uid }]);
    const targets = dashboards.flatMap(([, { panels }]) => panels.flatMap((one) => one.targets));
    const ofHistograms = targets.filter((target) => target?.expr.includes("_bucket["));
    expect(ofHistograms.length).toBeGreaterThan(3);
    for (const target of ofHistograms) expect(target).toHaveProperty("exemplar", true);
  });

  it("have different uids", () => {
    const uids = dashboards.map(([, { uid }]) => uid);
    expect(new Set(uids).size).toBe(uids.length);
  });
});

interface Datasource {
  readonly uid: string;
  readonly jsonData?: { readonly exemplarTraceIdDestinations?: readonly object[] };
}

/** What is broken in a sound panel: where, and by which value. */
const faults: readonly (readonly [string, string, unknown, RegExp])[] = [
  ["a query that does not parse", "targets.0.expr", "sum(rate(x[5m])", /does not parse/],
  ["an empty query", "targets.0.expr", "", /does not parse/],
  ["no query at all", "targets", [], /no query/],
  ["a foreign datasource", "datasource.uid", "other", /datasource/],
  ["a foreign datasource of a query", "targets.0.datasource.uid", "other", /datasource/],
  ["no unit", "fieldConfig.defaults.unit", undefined, /unit/],
  ["an unknown unit", "fieldConfig.defaults.unit", "secs", /unit/],
  ["no description", "description", "", /description/],
  ["no way to the runbook", "links", [], /runbook/],
  ["the id of another panel", "id", 1, /has the id/],
  ["a place outside the grid", "gridPos.x", 20, /grid/],
  ["a place over another panel", "gridPos", { x: 0, y: 1, w: 12, h: 8 }, /overlaps/],
  ["a fixed window", "targets.0.expr", "sum(rate(parking_events_total[1m]))", /rate_interval/],
  ["two queries of one name", "targets.1.refId", "A", /refId/],
  ["the rate of a gauge", "targets.0.expr", "rate(up[$__rate_interval])", /counter/],
  ["a legend by a label that is not kept", "targets.0.legendFormat", "{{job}}", /legend/],
];

function plant(target: object, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() ?? "";
  const holder = names.reduce<object>((at, name) => Reflect.get(at, name) as object, target);
  Reflect.set(holder, last, value);
}

describe("the verification", () => {
  it.each(faults)("finds %s", (_what, path, value, expected) => {
    const dashboard = structuredClone(dashboards[0]?.[1]);
    const panel = dashboard?.panels.filter(({ type }) => type === "timeseries")[1];
    if (!dashboard || !panel) throw new Error("there is no panel to break");
    expect(problemsOf(dashboard, DATASOURCE.uid)).toEqual([]);
    plant(panel, path, value);
    expect(problemsOf(dashboard, DATASOURCE.uid).join("\n")).toMatch(expected);
  });
});
