import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPrometheusClient, PICTURED, record } from "@boomgate/grafana";
import { numberOption } from "@boomgate/platform/cli";
import { openBrowser } from "@boomgate/testing/browser";
import { Command } from "commander";
import { SCRAPE_SECONDS } from "../observe/prometheus-config.js";
import { openWatchedRun } from "../observe/watched-run.js";
import { bundle, isInstalled } from "./bundle.js";
import { draw } from "./draw.js";
import { type DrawnTime, runMallDay } from "./mall-day.js";
import { shrink } from "./shrink.js";

const images = fileURLToPath(new URL("../../../docs/images/", import.meta.url));
const options = new Command("npm run pictures --")
  .description(
    "Runs all services with traffic and faults for six minutes under a Prometheus, and draws the dashboards " +
      "with Grafana's components into docs/images.",
  )
  .option("--prometheus <url>", "draw the data of this Prometheus, without running services")
  .option("--to <time>", "with --prometheus: end of the drawn time, RFC 3339", now())
  .option(
    "--minutes <number>",
    "with --prometheus: length of the drawn time",
    numberOption({ min: 1, whole: false }),
    6,
  )
  .option("--into <folder>", "folder of the pictures", images)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse()
  .opts<{ prometheus?: string; to: string; minutes: number; into: string }>();

const print = (line: string): void => void process.stdout.write(`${line}\n`);

if (!isInstalled()) {
  print("Grafana's components are not installed: npm ci --prefix grafana/pictures");
  process.exit(1);
}
const page = mkdtempSync(join(tmpdir(), "boomgate-pictures-"));
try {
  await bundle(page);
  if (options.prometheus === undefined) await drawMallDay();
  else {
    const to = new Date(options.to);
    const from = new Date(to.getTime() - options.minutes * 60_000);
    await drawAll({ prometheusUrl: options.prometheus, from, to });
  }
} finally {
  rmSync(page, { recursive: true });
}

async function drawMallDay(): Promise<void> {
  const run = await openWatchedRun();
  try {
    const day = await runMallDay(run, print);
    await drawAll(day);
  } finally {
    await run.stop();
  }
}

async function drawAll({ prometheusUrl, from, to }: DrawnTime): Promise<void> {
  const prometheus = createPrometheusClient(prometheusUrl);
  const browser = await openBrowser();
  try {
    for (const name of PICTURED) {
      const recording = await record(name, {
        prometheus,
        span: { from, to },
        scrapeSeconds: SCRAPE_SECONDS,
      });
      const path = join(options.into, `dashboard-${name}.png`);
      await draw(browser, page, recording, path);
      print(`${path} ${await shrink(path)}`);
    }
  } finally {
    await browser.close();
  }
}

function now(): string {
  return new Date().toISOString();
}
