import { readRecordings } from "../rules.js";
import type { PlainDashboard } from "../plain-dashboard.js";
import type { PrometheusClient } from "./ask-prometheus.js";
import { livePanelProblems } from "./check-panel.js";
import type { Expectation } from "./expectations.js";
import { createMetricTypes } from "./metric-types.js";

const WINDOW_SECONDS = 120;
/** Shorter than the pause between scrapes, so that no value is passed over. */
const STEP_SECONDS = 1;

interface LiveReport {
  readonly panels: number;
  readonly queries: number;
  readonly problems: readonly string[];
}

/** Asks a Prometheus for every query of every panel, as Grafana would, and looks at all answers. */
export async function checkDashboards(
  dashboards: readonly PlainDashboard[],
  prometheus: PrometheusClient,
  expectations: readonly Expectation[],
): Promise<LiveReport> {
  const to = new Date();
  const from = new Date(to.getTime() - WINDOW_SECONDS * 1_000);
  const recordings = new Map(readRecordings().map(({ record, expr }) => [record, expr]));
  const options = {
    types: createMetricTypes(await prometheus.metadata(), new Set(recordings.keys())),
    queryRange: (query: string) => prometheus.queryRange(query, { from, to }, STEP_SECONDS),
    expectations,
    recordings,
  };
  const problems: string[] = [];
  const asked = dashboards.flatMap(({ title, panels }) =>
    panels.filter(({ targets }) => targets?.length).map((panel) => ({ title, panel })),
  );
  for (const { title, panel } of asked) {
    problems.push(...(await livePanelProblems(title, panel, options)));
  }
  const queries = asked.reduce((sum, { panel }) => sum + (panel.targets?.length ?? 0), 0);
  return { panels: asked.length, queries, problems };
}
