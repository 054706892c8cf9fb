import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { services } from "@boomgate/catalogues";
import { numberOption } from "@boomgate/platform/cli";
import { createRegistry, type Registry, startTelemetryServer } from "@boomgate/platform/telemetry";
import { Command } from "commander";
import { machine } from "@boomgate/testing";
import { markdownTable } from "../markdown.js";
import { fillMetrics } from "./fill-metrics.js";
import { type Gaps, gapsOf, LoopGaps } from "./loop-gaps.js";
import { isBlocking, LIMIT_MS, slowTurns } from "./verdict.js";

const BETWEEN_SCRAPES_MS = 10;
const WARM_UP_SCRAPES = 20;

const args = process.argv.slice(2);
const options = new Command("npm run bench:scrape --")
  .description(
    "Measures how long a scrape of /metrics blocks the event loop, with every combination of labels and under " +
      "traffic. Exits with 1 when turns of more than 5 ms are more frequent during scrapes than between them.",
  )
  .option(
    "--scrapes <number>",
    "scrapes of each service",
    numberOption({ min: 10, max: 100_000 }),
    300,
  )
  .option("--save", "write bench/SCRAPE.md", false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse(args, { from: "user" })
  .opts<{ scrapes: number; save: boolean }>();

/** Scrapes as Prometheus does, in another process, so that reading the answer is not measured. */
const SCRAPER = `
process.stdin.on("data", async () => {
  const headers = { accept: "application/openmetrics-text" };
  const answer = await fetch(process.argv[1] + "/metrics", { headers });
  process.stdout.write(String((await answer.text()).length));
});`;

interface Measured {
  readonly service: string;
  readonly series: number;
  readonly kilobytes: number;
  /** Longest turn of the event loop in each pause, in ms; the others while each scrape was answered. */
  readonly without: readonly number[];
  readonly scraped: readonly number[];
  readonly atOnce: readonly number[];
}

const measured: Measured[] = [];
for (const service of services) {
  const registry = createRegistry(service.name);
  const gaps = new LoopGaps(fillMetrics(service, registry));
  const server = await startTelemetryServer({
    ...{ host: "127.0.0.1", port: 0, registry },
    readiness: () => ({}),
  });
  const scraper = spawn(process.execPath, ["--eval", SCRAPER, server.url], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let characters = 0;
  const scrape = async () => {
    scraper.stdin.write("now");
    const [output] = (await once(scraper.stdout, "data")) as [Buffer];
    characters = Number(output.toString());
  };
  for (let count = 0; count < WARM_UP_SCRAPES; count += 1) await scrape();
  const without: number[] = [];
  const scraped: number[] = [];
  const atOnce: number[] = [];
  // In turn, so that other load on the machine affects all three.
  for (let count = 0; count < options.scrapes; count += 1) {
    without.push(await longestTurn(gaps, () => sleep(BETWEEN_SCRAPES_MS)));
    scraped.push(await longestTurn(gaps, scrape));
    atOnce.push(await longestTurn(gaps, () => registry.metrics()));
  }
  measured.push({
    service: service.name,
    series: seriesIn(await registry.metrics()),
    kilobytes: Math.round(characters / 1_000),
    ...{ without, scraped, atOnce },
  });
  gaps.stop();
  scraper.kill();
  await server.stop();
}

const text = (longest: readonly number[]) => {
  const { p50, p99, worst }: Gaps = gapsOf(longest);
  return [p50, p99, worst].map((ms) => ms.toFixed(1)).join(" / ");
};
const table = markdownTable(
  [
    ...["Service", "Series", "kB", "No scrape", "Scraped", "All metrics at once"],
    `Over ${LIMIT_MS} ms: no scrape / scraped`,
  ],
  measured.map(({ service, series, kilobytes, without, scraped, atOnce }) => [
    ...[service, series, kilobytes, text(without), text(scraped), text(atOnce)],
    `${slowTurns(without)} / ${slowTurns(scraped)}`,
  ]),
);
process.stdout.write(`${table}\n`);
if (options.save) writeFileSync(new URL("../../SCRAPE.md", import.meta.url), page());
const slow = measured.filter(({ scraped, without }) => isBlocking(scraped, without));
for (const { service } of slow) process.stdout.write(`FAILED: ${service} blocks too long\n`);
if (slow.length > 0) process.exitCode = 1;

async function longestTurn(gaps: LoopGaps, action: () => Promise<unknown>): Promise<number> {
  gaps.begin();
  await action();
  await sleep(0); // includes the turn in which the action ended
  const longest = gaps.longest();
  await sleep(1);
  return longest;
}

function seriesIn(metrics: Awaited<ReturnType<Registry["metrics"]>>): number {
  return metrics.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length;
}

function page(): string {
  return `# What a scrape costs the event loop

Printed by \`${["npm run bench:scrape --", ...args].join(" ")}\` on ${new Date().toISOString().slice(0, 10)}: ${machine()}.

The longest turn of the event loop while \`/metrics\` was answered, in ms of CPU time, so that other programs on the machine
count little: p50 / p99 / worst of ${options.scrapes} scrapes. Every metric has every combination of its labels, and is updated
meanwhile. "No scrape" is a pause of ${BETWEEN_SCRAPES_MS} ms between scrapes: garbage collection, compilation, and other load.
"All metrics at once" is the way of prom-client; \`/metrics\` writes metric by metric, and events are processed in between. The command
fails when the share of scrapes with a turn of over ${LIMIT_MS} ms exceeds that of the pauses by more than 1 in 20.

${table}
`;
}
