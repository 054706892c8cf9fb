import { dashboardFiles } from "../index.js";
import type { PlainDashboard } from "../verify.js";
import { livePanelProblems, type Series } from "./check-panel.js";

// `npm run dashboards:live -- http://127.0.0.1:9090`: asks that Prometheus for every query of every
// panel, as Grafana would, and looks at the answers. Let traffic run for two minutes before.
const url = process.argv[2] ?? "http://127.0.0.1:9090";
const WINDOW_SECONDS = 120;
const STEP_SECONDS = 5;

async function get<T>(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<T> {
  const response = await fetch(
    `${url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`,
  );
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { data: T }).data;
}

async function queryRange(query: string): Promise<readonly Series[]> {
  const end = Date.now() / 1_000;
  const { result } = await get<{ result: Series[] }>("query_range", {
    query,
    start: String(end - WINDOW_SECONDS),
    end: String(end),
    step: String(STEP_SECONDS),
  });
  return result;
}

const metadata = await get<Record<string, { type: string }[]>>("metadata");
const options = {
  queryRange,
  typeOf: (metric: string) => metadata[metric]?.[0]?.type,
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
