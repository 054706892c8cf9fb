import { dashboardFiles } from "../index.js";
import type { PlainDashboard } from "../plain-dashboard.js";
import { createPrometheusClient } from "./ask-prometheus.js";
import { checkDashboards } from "./check-dashboards.js";
import { expectations } from "./expectations.js";

// `npm run dashboards:live -- http://127.0.0.1:9090`: let traffic run for two minutes before.
const prometheus = createPrometheusClient(process.argv[2] ?? "http://127.0.0.1:9090");
const dashboards = [...dashboardFiles().values()].map((text) => JSON.parse(text) as PlainDashboard);
const { panels, queries, problems } = await checkDashboards(dashboards, prometheus, expectations);
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(`${queries} queries of ${panels} panels, ${problems.length} problems\n`);
process.exitCode = problems.length > 0 || queries === 0 ? 1 : 0;
