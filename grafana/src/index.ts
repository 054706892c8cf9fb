export * from "./live/ask-prometheus.js";
export * from "./live/check-dashboards.js";
export type { Expectation } from "./live/expectations.js";
export * from "./pictures/record.js";
export * from "./pictures/recording.js";
export type { PlainDashboard, PlainPanel } from "./plain-dashboard.js";
import { carParks } from "./car-parks.js";
import { dashboardOf } from "./layout.js";
import { pipeline } from "./pipeline.js";
import { runbookDashboard } from "./runbook.js";
import { slo } from "./slo.js";

/** File name in grafana/dashboards and content of each dashboard. */
export function dashboardFiles(): ReadonlyMap<string, string> {
  const dashboards = {
    pipeline: dashboardOf(pipeline),
    "car-parks": dashboardOf(carParks),
    slo: dashboardOf(slo),
    runbook: runbookDashboard(),
  };
  return new Map(
    Object.entries(dashboards).map(([name, dashboard]) => [
      `${name}.json`,
      `${JSON.stringify(dashboard, null, 2)}\n`,
    ]),
  );
}
