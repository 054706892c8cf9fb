import { dashboardFiles } from "../index.js";
import type { PlainDashboard } from "../verify.js";
import { createPrometheusClient } from "./ask-prometheus.js";
import { livePanelProblems } from "./check-panel.js";

// `npm run dashboards:live -- http://127.0.0.1:9090`: asks that Prometheus for every query of every
// panel, as Grafana would, and looks at the answers. Let traffic run for two minutes before.
const url = process.argv[2] ?? "http://127.0.0.1:9090";
const WINDOW_SECONDS = 120;
const STEP_SECONDS = 5;

const prometheus = createPrometheusClient(url);
const metadata = await prometheus.metadata();
/** A counter that came as OpenMetrics is filed without its `_total`. */
const typeOf = (metric: string): string | undefined =>
  (metadata[metric] ?? metadata[metric.replace(/_total$/, "")])?.[0]?.type;
const options = {
  queryRange: (query: string) => {
    const to = new Date();
    const from = new Date(to.getTime() - WINDOW_SECONDS * 1_000);
    return prometheus.queryRange(query, { from, to }, STEP_SECONDS);
  },
  typeOf,
  emptyWhenWell: new Set(["Held by"]),
};
let panels = 0;
const problems: string[] = [];
for (const [name, text] of dashboardFiles()) {
  for (const panel of (JSON.parse(text) as PlainDashboard).panels) {
    if (!panel.targets?.length) continue;
    panels += 1;
    problems.push(...(await livePanelProblems(panel, options)).map((line) => `${name}: ${line}`));
  }
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(`${panels} panels asked, ${problems.length} problems\n`);
process.exitCode = problems.length > 0 || panels === 0 ? 1 : 0;
