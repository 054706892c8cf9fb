import { expect, it } from "vitest";
import { readRuleFiles } from "./rule-files.js";
import { withoutJobAlerts } from "./without-job-alerts.js";

it("leaves out the alerts that name a job, and no others", () => {
  const files = readRuleFiles().map(({ file }) => file);
  const rulesOf = (of: typeof files) =>
    of.flatMap(({ groups }) => groups).flatMap(({ rules }) => rules);
  const left = new Set(rulesOf(files.map(withoutJobAlerts)));
  const gone = rulesOf(files).filter((rule) => !left.has(rule));
  expect(gone.map(({ alert }) => alert)).toEqual(
    expect.arrayContaining(["ServiceMissing", "GeneratorSilent"]),
  );
  for (const { alert, expr } of gone)
    expect([alert, expr]).toEqual([expect.any(String), expect.stringMatching(/job=/)]);
  expect([...left].map(({ alert }) => alert)).toContain("TargetDown");
});
