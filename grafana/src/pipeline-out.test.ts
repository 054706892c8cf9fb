import { expect, it } from "vitest";
import { outRows } from "./pipeline-out.js";
import { readAlerts } from "./rules.js";

it("draws for each period of the rollups the limit that the alert has for it", () => {
  const alert = readAlerts().find((one) => one.alert === "RollupsBehind");
  const panels = outRows
    .flatMap((row) => row.panels)
    .filter(({ runbook }) => runbook === "RollupsBehind");
  const limits = panels.map(
    (panel) => `${panel.queries[0]?.expr} > ${"alarm" in panel && panel.alarm}`,
  );
  expect(limits.join(" or ")).toBe(alert?.expr);
});
