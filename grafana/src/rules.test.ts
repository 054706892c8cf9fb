import { describe, expect, it } from "vitest";
import { dashboardFiles } from "./index.js";
import { missingCases, readAlerts, readRecordings, readTests } from "./rules.js";
import { readRunbook } from "./runbook-link.js";
import { WINDOWS } from "./slo.js";
import { commitErrors, processingErrors } from "./slo-errors.js";
import type { PlainDashboard } from "./plain-dashboard.js";
import { partsOf } from "./query.js";

const alerts = readAlerts();
const names = alerts.map(({ alert }) => alert);
const runbook = JSON.parse(dashboardFiles().get("runbook.json") ?? "") as PlainDashboard;
const testNames = readTests().map(({ name }) => name);

describe("alerts", () => {
  it("each have a section in the runbook, in their order and before all others", () => {
    const sections = readRunbook().map(({ title }) => title);
    expect(sections.slice(0, names.length)).toEqual(names);
  });

  it.each(alerts)("$alert has a severity, a summary and a section of the runbook", (rule) => {
    expect(["critical", "warning"]).toContain(rule.labels.severity);
    expect(rule.annotations.summary.length).toBeGreaterThan(15);
    const url = new URL(rule.annotations.runbook_url);
    expect(url.host).toBe("127.0.0.1:3000");
    expect(url.pathname).toBe(`/d/${runbook.uid}`);
    const [, id] = /^panel-(\d+)$/.exec(url.searchParams.get("viewPanel") ?? "") ?? [];
    expect(runbook.panels.find((panel) => panel.id === Number(id))?.title).toBe(rule.alert);
  });

  it("are each seen firing, and seen silent", () => {
    expect(missingCases(names, testNames)).toEqual([]);
  });

  it("would be found without a case, or with half of one", () => {
    const half = testNames.filter((name) => name !== "NoConsumer stays silent");
    expect(missingCases(["NewAlert", ...names], half)).toEqual([
      "NewAlert fires",
      "NewAlert stays silent",
      "NoConsumer stays silent",
    ]);
  });

  it("are about series that a Prometheus 3 has as well, which writes bounds as 5.0", () => {
    const dashboards = [...dashboardFiles().values()].join();
    const exprs = [...alerts, ...readRecordings()].map(({ expr }) => expr).join();
    const whole = /le=\\?"\d+\\?"/g;
    expect(`${exprs}${dashboards}`.match(whole)).toBeNull();
    expect('x_bucket{le="5"}'.match(whole)).not.toBeNull();
  });
});

describe("recording rules", () => {
  it.each(WINDOWS)("and the panels mean the same by a miss, over %s", (window) => {
    const exprOf = (objective: string) =>
      readRecordings().find(
        ({ record }) => record === `parking:slo_${objective}_errors:ratio_rate${window}`,
      )?.expr;
    expect(exprOf("processing")).toBe(processingErrors(window));
    expect(exprOf("commit")).toBe(commitErrors(window));
  });

  it("are each used by an alert, a dashboard or another rule", () => {
    const dashboards = [...dashboardFiles().values()].flatMap((text) =>
      (JSON.parse(text) as PlainDashboard).panels.flatMap(({ targets }) =>
        (targets ?? []).map(({ expr }) => expr),
      ),
    );
    const recordings = readRecordings();
    const queries = [...dashboards, ...[...alerts, ...recordings].map(({ expr }) => expr)];
    const used = new Set(
      queries.flatMap((expr) => partsOf(expr.replaceAll(/\$__\w+/g, "4m")).names),
    );
    expect(recordings.length).toBeGreaterThan(5);
    expect(recordings.map(({ record }) => record).filter((name) => !used.has(name))).toEqual([]);
  });
});
