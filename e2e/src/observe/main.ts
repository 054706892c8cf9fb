import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";
import { PrometheusMissingError } from "./start-prometheus.js";
import { openWatchedRun } from "./watched-run.js";

const number = numberOption({ min: 0.1, max: 86_400, whole: false });

const options = new Command("npm run observe --")
  .description(
    "All services with traffic, over RabbitMQ, Redis and PostgreSQL of its own, watched by a Prometheus " +
      "with the rules of this repository. Ends with Ctrl-C.",
  )
  .option("--for <seconds>", "end after so long", number)
  .option(
    "--check",
    "at the end ask every panel of the dashboards whether it draws something",
    false,
  )
  .option("--rate <per second>", "entries, and as many exits", number, 20)
  .option("--backends <number>", "replicas of the backend", number, 2)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse()
  .opts<{ for?: number; check: boolean; rate: number; backends: number }>();

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const watched = await openWatchedRun();
const { cast } = watched;
try {
  await cast.startReady("summary-api");
  await Promise.all(Array.from({ length: options.backends }, () => cast.startReady("backend")));
  const rate = String(options.rate);
  await cast.startReady("entry-generator", { ENTRY_RATE: rate });
  await cast.startReady("exit-generator", { EXIT_RATE: rate, EXIT_KNOWN_PLATE_THRESHOLD: "40" });
  const prometheus = await watched.watch();
  tell(`page        ${cast.apiUrl}`);
  tell(`Prometheus  ${prometheus.url}  (alerts: ${prometheus.url}/alerts)`);
  tell(`panels      npm run dashboards:live -- ${prometheus.url}`);
  const { signal } = stopping;
  const ms = (options.for ?? 86_400) * 1_000;
  await sleep(ms, undefined, { signal }).catch(() => undefined); // asked to stop
  if (options.check && !signal.aborted) process.exitCode = await askPanels(prometheus.url);
} catch (error) {
  if (!(error instanceof PrometheusMissingError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  await watched.end();
}

/** @returns the exit code of the check of the panels */
async function askPanels(prometheusUrl: string): Promise<number> {
  const program = fileURLToPath(new URL("../../../grafana/dist/live/run.js", import.meta.url));
  const child = spawn(process.execPath, [program, prometheusUrl], { stdio: "inherit" });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}
