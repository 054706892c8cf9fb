import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checkDashboards,
  createPrometheusClient,
  type Expectation,
  type PlainPanel,
} from "@boomgate/grafana";
import {
  Counter,
  createRegistry,
  Gauge,
  Histogram,
  startTelemetryServer,
} from "@boomgate/platform/telemetry";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startPrometheus } from "./start-prometheus.js";

interface Plan {
  readonly unit?: string;
  readonly expectations?: readonly Expectation[];
}

const TITLE = "Planted";
/** NaN until the first observation. */
const QUANTILE = "histogram_quantile(0.9, sum by (le) (rate(work_seconds_bucket[30s])))";

/** A dashboard of one panel. */
function dashboardOf(queries: readonly (readonly [expr: string, legend: string])[], unit: string) {
  const panel: PlainPanel = {
    id: 1,
    type: "timeseries",
    title: TITLE,
    gridPos: { x: 0, y: 0, w: 12, h: 8 },
    fieldConfig: { defaults: { unit } },
    targets: queries.map(([expr, legendFormat], index) => ({
      ...{ refId: String.fromCodePoint(65 + index), expr, legendFormat },
    })),
  };
  return { uid: "planted", title: TITLE, panels: [panel], templating: {} };
}

describeWithProgram("prometheus", "the live check, with a real Prometheus", () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-live-check-"));
  const ends: (() => unknown)[] = [];
  let url = "";

  beforeAll(async () => {
    const registry = createRegistry("test");
    const registers = [registry];
    const named = (name: string) => ({ name, help: "x", registers });
    const done = new Counter({ ...named("done_total"), labelNames: ["kind"] });
    const seconds = new Histogram({ ...named("work_seconds"), buckets: [0.1, 1] });
    new Gauge(named("level")).set(2);
    const infinite = new Gauge(named("wild"));
    infinite.set(Infinity);
    const work = setInterval(() => done.inc({ kind: "a" }), 50);
    ends.unshift(() => clearInterval(work));
    const server = await startTelemetryServer({
      ...{ host: "127.0.0.1", port: 0, registry, readiness: () => ({}) },
    });
    ends.unshift(() => server.stop());
    const prometheus = await startPrometheus(folder, () => [
      { job: "test", address: new URL(server.url).host },
    ]);
    ends.unshift(() => prometheus.stop());
    url = prometheus.url;
    await until("wild == Inf and on () rate(done_total[30s]) > 0");
    infinite.set(1);
    seconds.observe(0.5);
    await until(`wild == 1 and on () ${QUANTILE} > 0`);
  }, 120_000);
  afterAll(async () => {
    for (const end of ends) await end();
    rmSync(folder, { recursive: true });
  }, 60_000);

  async function valuesOf(query: string): Promise<readonly string[]> {
    const to = new Date();
    const span = { from: new Date(to.getTime() - 60_000), to };
    const series = await createPrometheusClient(url).queryRange(query, span, 1);
    return series.flatMap(({ values }) => values.map(([, value]) => value));
  }

  /** Waits until the query has a result. */
  const until = (query: string) =>
    vi.waitFor(
      async () => {
        const span = { from: new Date(), to: new Date() };
        expect(await createPrometheusClient(url).queryRange(query, span, 1)).toHaveLength(1);
      },
      { timeout: 60_000 },
    );

  async function problemsOf(
    queries: readonly (readonly [expr: string, legend: string])[],
    { unit = "short", expectations = [] }: Plan = {},
  ): Promise<readonly string[]> {
    const client = createPrometheusClient(url);
    const report = await checkDashboards([dashboardOf(queries, unit)], client, expectations);
    expect(report).toMatchObject({ panels: 1, queries: queries.length });
    return report.problems;
  }

  const RATE = ["sum by (kind) (rate(done_total[$__rate_interval]))", "{{kind}}"] as const;

  it("accepts sound queries, and a quantile that is sometimes NaN", async () => {
    const queries = [RATE, ["level", ""], [QUANTILE, "p90"], ["up", "{{job}}"]] as const;
    expect(await problemsOf(queries)).toEqual([]);
    expect(await valuesOf(QUANTILE)).toContain("NaN");
  });

  it.each([
    ["one of two queries that is empty", [RATE, ["level > 9", ""]], "B: draws nothing"],
    ["an infinity in the middle", [["wild", ""]], "A: .*infinite: [1-9]"],
    ["a rate over a gauge", [["rate(level[$__rate_interval])", ""]], "A: .*of level, a gauge"],
    [
      "a rate over a histogram's name",
      [["rate(work_seconds[1m])", ""]],
      "work_seconds, a histogram",
    ],
    ["a legend without its label", [["sum(rate(done_total[1m]))", "{{kind}}"]], "no label kind"],
    ["what is never a number", [["level * NaN", ""]], "A: .*never a number"],
    [
      "a metric that nobody exports",
      [["missing_total", ""]],
      "missing_total, which nobody exports",
    ],
  ] as const)("finds %s", async (_what, queries, expected) => {
    expect((await problemsOf(queries)).join("\n")).toMatch(new RegExp(expected));
  });

  it("finds a share of 200 %, and accepts it where an expectation gives the reason", async () => {
    const queries = [["level", "{{job}}"]] as const;
    const unit = "percentunit";
    expect((await problemsOf(queries, { unit })).join("\n")).toMatch(/2 is not within 0 and 1/);
    const why = {
      ...{ dashboard: TITLE, panel: TITLE, legend: "{{job}}" },
      because: "of two cores",
    };
    expect(await problemsOf(queries, { unit, expectations: [{ ...why, bounds: [0, 2] }] })).toEqual(
      [],
    );
  });

  it("accepts an empty query where an expectation allows it, but only over a metric that is exported", async () => {
    const why = { ...{ dashboard: TITLE, panel: TITLE, legend: "{{kind}}" }, because: "none was" };
    const expectations = [{ ...why, mayBeEmpty: true }] as const;
    const never = ["sum by (kind) (rate(done_total{kind='b'}[1m]))", "{{kind}}"] as const;
    expect(await problemsOf([never], { expectations })).toEqual([]);
    const typo = ["sum by (kind) (rate(don_total{kind='b'}[1m]))", "{{kind}}"] as const;
    expect((await problemsOf([typo], { expectations })).join("\n")).toMatch(/nobody exports/);
  });
});
