import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { dashboardFiles } from "./index.js";
import { DATASOURCE } from "./panel.js";
import { plant } from "./plant.fixture.js";
import type { DatasourceRef } from "./verify-references.js";
import type { PlainDashboard } from "./plain-dashboard.js";
import { problemsOf } from "./verify.js";

interface Datasource extends DatasourceRef {
  readonly isDefault?: boolean;
  readonly jsonData?: { readonly exemplarTraceIdDestinations?: readonly object[] };
}

const folder = new URL("../dashboards/", import.meta.url);
const provisioning = new URL("../provisioning/datasources/", import.meta.url);
const files = [...dashboardFiles()];
const dashboards = files.map(([name, text]) => [name, JSON.parse(text) as PlainDashboard] as const);
const datasources = readdirSync(provisioning).flatMap((name) => {
  const text = readFileSync(new URL(name, provisioning), "utf8");
  return (parse(text) as { datasources: Datasource[] }).datasources;
});
const around = { datasources, dashboards: dashboards.map(([, dashboard]) => dashboard) };

describe("dashboards", () => {
  it("are committed as they are written by `npm run dashboards`", () => {
    expect(readdirSync(folder).toSorted()).toEqual(files.map(([name]) => name).toSorted());
    for (const [name, text] of files) {
      expect(readFileSync(new URL(name, folder), "utf8"), name).toBe(text);
    }
  });

  it.each(dashboards)("%s has nothing to complain about", (_name, dashboard) => {
    expect(dashboard.panels.length).toBeGreaterThan(3);
    expect(problemsOf(dashboard, around)).toEqual([]);
  });

  it("ask the default datasource, and each datasource has a uid of its own", () => {
    expect(datasources.filter(({ isDefault }) => isDefault)).toEqual([
      expect.objectContaining(DATASOURCE),
    ]);
    expect(new Set(datasources.map(({ uid }) => uid)).size).toBe(datasources.length);
  });

  it("lead from an example in a histogram to its trace", () => {
    const ofType = (type: string) => datasources.find((one) => one.type === type);
    const destinations = ofType("prometheus")?.jsonData?.exemplarTraceIdDestinations;
    expect(destinations).toEqual([{ name: "trace_id", datasourceUid: ofType("tempo")?.uid }]);
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

const RUNBOOK = "/d/boomgate-runbook";

/** What is broken in a sound panel: where, and by which value. */
const faults: readonly (readonly [string, string, unknown, RegExp])[] = [
  ["a query that does not parse", "targets.0.expr", "sum(rate(x[5m])", /does not parse/],
  ["an empty query", "targets.0.expr", "", /does not parse/],
  ["no query at all", "targets", [], /no query/],
  ["no datasource", "datasource", undefined, /datasource/],
  ["a foreign datasource", "datasource.uid", "other", /not provisioned/],
  ["a datasource of another type", "datasource.type", "loki", /not provisioned/],
  ["a foreign datasource of a query", "targets.0.datasource.uid", "other", /not provisioned/],
  ["no unit", "fieldConfig.defaults.unit", undefined, /unit/],
  ["an unknown unit", "fieldConfig.defaults.unit", "secs", /unit/],
  ["no description", "description", "", /description/],
  ["no way to the runbook", "links", [], /runbook/],
  [
    "a link to a panel that is not there",
    "links.0.url",
    `${RUNBOOK}?viewPanel=panel-999`,
    /nowhere/,
  ],
  ["a link to a dashboard that is not there", "links.0.url", "/d/boomgate-runboo?x", /nowhere/],
  ["the id of another panel", "id", 1, /has the id/],
  ["a place outside the grid", "gridPos.x", 20, /grid/],
  ["a place over another panel", "gridPos", { x: 0, y: 1, w: 12, h: 8 }, /overlaps/],
  ["a fixed window", "targets.0.expr", "sum(rate(parking_events_total[1m]))", /rate_interval/],
  ["a variable that is not there", "targets.0.expr", 'up{lot="$lot"}', /no variable lot/],
  ["two queries of one name", "targets.1.refId", "A", /refId/],
  ["the rate of a gauge", "targets.0.expr", "rate(up[$__rate_interval])", /counter/],
  ["a legend by a label that is not kept", "targets.0.legendFormat", "{{job}}", /legend/],
];

describe("the verification", () => {
  it.each(faults)("finds %s", (_what, path, value, expected) => {
    const dashboard = structuredClone(dashboards[0]?.[1]);
    const panel = dashboard?.panels.filter(({ type }) => type === "timeseries")[1];
    if (!dashboard || !panel) throw new Error("there is no panel to break");
    expect(problemsOf(dashboard, around)).toEqual([]);
    plant(panel, path, value);
    expect(problemsOf(dashboard, around).join("\n")).toMatch(expected);
  });

  it.each([
    ["a variable that nothing uses", "templating.list", [{ name: "lot" }], /uses the variable lot/],
    ["a window that is not the one of the title", "panels.1.title", "over 3 minutes", /window 5m/],
    ["a row over its panels", "panels.0.gridPos.h", 2, /overlaps/],
  ] as const)("finds %s", (_what, path, value, expected) => {
    const dashboard = structuredClone(around.dashboards[0]);
    if (!dashboard) throw new Error("there is no dashboard to break");
    plant(dashboard, path, value);
    expect(problemsOf(dashboard, around).join("\n")).toMatch(expected);
  });
});
