import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort, startRabbitmq } from "@boomgate/testing";
import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";
import { Cast } from "../cast.js";
import { DEFAULT_NAMES, setStageOver, startStageServices } from "../own-stage.js";
import type { ScrapeTarget } from "./prometheus-config.js";
import { PrometheusMissingError, startPrometheus } from "./start-prometheus.js";

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

const rabbitPort = await freePort();
const services = await startStageServices(() =>
  startRabbitmq({
    plugins: ["rabbitmq_prometheus"],
    config: [`prometheus.tcp.port = ${rabbitPort}`, "prometheus.tcp.ip = 127.0.0.1"],
  }),
);
const stage = await setStageOver(services, "quorum", DEFAULT_NAMES);
const cast = await Cast.over(stage);
const ends: (() => Promise<void>)[] = [];
try {
  await cast.startReady("summary-api");
  await Promise.all(Array.from({ length: options.backends }, () => cast.startReady("backend")));
  const rate = String(options.rate);
  await cast.startReady("entry-generator", { ENTRY_RATE: rate });
  await cast.startReady("exit-generator", { EXIT_RATE: rate, EXIT_KNOWN_PLATE_THRESHOLD: "40" });
  const prometheus = await startPrometheus(stage.folder, (own) => [
    ...cast.all.map((service): ScrapeTarget => {
      return { job: service.program, address: new URL(service.metricsUrl).host };
    }),
    { job: "rabbitmq", address: `127.0.0.1:${rabbitPort}` },
    {
      job: "rabbitmq-queues",
      address: `127.0.0.1:${rabbitPort}`,
      path: "/metrics/detailed",
      parameters: { family: ["queue_coarse_metrics", "queue_consumer_count"] },
    },
    { job: "prometheus", address: own },
  ]);
  ends.push(() => prometheus.stop());
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
  for (const end of ends) await end();
  await cast.killAll();
  await stage.strike(false);
  await Promise.all(Object.values(services).map((service) => service.stop()));
}

/** @returns the exit code of the check of the panels */
async function askPanels(prometheusUrl: string): Promise<number> {
  const program = fileURLToPath(new URL("../../../grafana/dist/live/run.js", import.meta.url));
  const child = spawn(process.execPath, [program, prometheusUrl], { stdio: "inherit" });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}
