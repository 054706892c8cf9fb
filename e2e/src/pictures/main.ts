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
import { type Saturday, spendSaturday } from "./saturday.js";
import { shrink } from "./shrink.js";

const images = fileURLToPath(new URL("../../../docs/images/", import.meta.url));
const options = new Command("npm run pictures --")
  .description(
    "Draws the dashboards with Grafana's own components, from what a Prometheus saw of real services " +
      "with traffic, into docs/images. Takes eight minutes.",
  )
  .option("--prometheus <url>", "draw what this one has seen, without running anything")
  .option("--to <time>", "of --prometheus: the end of what is drawn, RFC 3339", now())
  .option(
    "--minutes <number>",
    "of --prometheus: how much is drawn",
    numberOption({ min: 1, whole: false }),
    6,
  )
  .option("--into <folder>", "where the pictures are put", images)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse()
  .opts<{ prometheus?: string; to: string; minutes: number; into: string }>();

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

if (!isInstalled()) {
  tell("Grafana's components are not installed: npm ci --prefix grafana/pictures");
  process.exit(1);
}
const page = mkdtempSync(join(tmpdir(), "boomgate-pictures-"));
try {
  await bundle(page);
  if (options.prometheus === undefined) await drawSaturday();
  else {
    const to = new Date(options.to);
    const from = new Date(to.getTime() - options.minutes * 60_000);
    await drawAll({ prometheusUrl: options.prometheus, from, to });
  }
} finally {
  rmSync(page, { recursive: true });
}

async function drawSaturday(): Promise<void> {
  const run = await openWatchedRun();
  try {
    const saturday = await spendSaturday(run, tell);
    await drawAll(saturday);
  } finally {
    await run.end();
  }
}

async function drawAll({ prometheusUrl, from, to }: Saturday): Promise<void> {
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
      tell(`${path} ${await shrink(path)}`);
    }
  } finally {
    await browser.close();
  }
}

function now(): string {
  return new Date().toISOString();
}
