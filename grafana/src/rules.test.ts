import { describe, expect, it } from "vitest";
import { dashboardFiles } from "./index.js";
import { readAlerts, readRecordings, readTests } from "./rules.js";
import { readRunbook } from "./runbook-link.js";
import type { PlainDashboard } from "./verify.js";
import { nodesOf } from "./verify-expression.js";

const alerts = readAlerts();
const tests = readTests();

describe("alerts", () => {
  it("each have a section in the runbook, and the runbook has no other", () => {
    expect(readRunbook().map(({ title }) => title)).toEqual(alerts.map(({ alert }) => alert));
  });

  it.each(alerts)("$alert tells how bad it is, what happened and what to do", (rule) => {
    expect(["critical", "warning"]).toContain(rule.labels.severity);
    expect(rule.annotations.summary.length).toBeGreaterThan(15);
    expect(rule.annotations.runbook_url).toBe(`docs/runbook.md#${rule.alert.toLowerCase()}`);
  });

  it.each(alerts)("$alert is seen firing, and seen silent", ({ alert }) => {
    const names = tests.map(({ name }) => name);
    expect(names).toContain(`${alert} fires`);
    expect(names).toContain(`${alert} stays silent`);
  });
});

describe("recording rules", () => {
  it("are each used by an alert, a dashboard or another rule", () => {
    const dashboards = [...dashboardFiles().values()].flatMap((text) =>
      (JSON.parse(text) as PlainDashboard).panels.flatMap(({ targets }) =>
        (targets ?? []).map(({ expr }) => expr),
      ),
    );
    const recordings = readRecordings();
    const queries = [...dashboards, ...[...alerts, ...recordings].map(({ expr }) => expr)];
    const used = new Set(
      queries.flatMap((expr) => nodesOf(expr.replaceAll(/\$__\w+/g, "4m")).names),
    );
    expect(recordings.length).toBeGreaterThan(5);
    expect(recordings.map(({ record }) => record).filter((name) => !used.has(name))).toEqual([]);
  });
});
