import { mkdirSync, writeFileSync } from "node:fs";
import { dashboardFiles } from "./index.js";

const folder = new URL("../dashboards/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, content] of dashboardFiles()) {
  writeFileSync(new URL(name, folder), content);
  process.stdout.write(`grafana/dashboards/${name}\n`);
}
