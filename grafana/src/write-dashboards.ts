import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dashboardFiles } from "./index.js";
import { prometheusFolder } from "./rules.js";
import { withRunbookUrls } from "./runbook-annotations.js";

const folder = new URL("../dashboards/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, content] of dashboardFiles()) {
  writeFileSync(new URL(name, folder), content);
  process.stdout.write(`grafana/dashboards/${name}\n`);
}

const alerts = new URL("rules/alerts.yml", prometheusFolder);
writeFileSync(alerts, withRunbookUrls(readFileSync(alerts, "utf8")));
process.stdout.write("prometheus/rules/alerts.yml\n");
