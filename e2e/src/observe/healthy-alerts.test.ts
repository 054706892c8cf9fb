import { describe, expect, it } from "vitest";
import { alertExcuses, alertProblems } from "./healthy-alerts.js";

const rules = [{ name: "TargetDown", health: "ok" }];

describe("healthy services", () => {
  it("may have an alert pending for a short time, and the alerts of a budget for longer", () => {
    const times = [
      { alert: "ServiceMissing", state: "pending", seconds: 4 },
      { alert: "ProcessingBudgetBurnsSlow", state: "pending", seconds: 80 },
    ];
    expect(alertProblems(rules, times)).toEqual([]);
    expect(alertExcuses(times)).toEqual([
      expect.stringMatching(/^ProcessingBudgetBurnsSlow was pending for 80 s, which is allowed: /),
    ]);
  });

  it.each([
    ["ServiceMissing", "pending", 60],
    ["ServiceMissing", "firing", 2],
    ["ProcessingBudgetBurnsSlow", "firing", 2],
  ])("have no %s that is %s for %i s", (alert, state, seconds) => {
    expect(alertProblems(rules, [{ alert, state, seconds }])).toEqual([
      `${alert} was ${state} for ${seconds} s`,
    ]);
  });

  it("have a problem when there are no alerts, or when one cannot be evaluated", () => {
    expect(alertProblems([], [])).toHaveLength(1);
    const broken = { name: "NoConsumer", health: "err", lastError: "many-to-many" };
    expect(alertProblems([...rules, broken], [])).toEqual(["NoConsumer is err: many-to-many"]);
  });
});
