import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ServiceMissingError } from "@boomgate/testing";
import { openShow } from "./open-show.js";
import { parseOptions } from "./options.js";
import { PrometheusMissingError } from "./start-prometheus.js";

const options = parseOptions(process.argv.slice(2));
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());

try {
  await observe();
} catch (error) {
  process.exitCode = 1;
  if (error instanceof PrometheusMissingError || error instanceof ServiceMissingError) {
    process.stderr.write(`${error.message}\n`);
  } else if (stopping.signal.aborted) tell("stopped");
  else throw error;
}

async function observe(): Promise<void> {
  const show = await openShow(options, tell);
  const { pageUrl, prometheus } = show;
  const { signal } = stopping;
  try {
    tell(`page        ${pageUrl}
Prometheus  ${prometheus.url}  (alerts: ${prometheus.url}/alerts)
panels      npm run dashboards:live -- ${prometheus.url}  asks every query of the dashboards
Grafana     one of yours shows grafana/dashboards/*.json over this Prometheus as the data source with the
            uid boomgate-prometheus`);
    const ms = (options.for ?? 86_400) * 1_000;
    await sleep(ms, undefined, { signal }).catch(() => undefined); // asked to stop
    if (options.check && !signal.aborted) process.exitCode = await askPanels(prometheus.url);
  } finally {
    await show.end();
  }
}

/** @returns the exit code of the check of the panels */
async function askPanels(prometheusUrl: string): Promise<number> {
  const program = fileURLToPath(new URL("../../../grafana/dist/live/run.js", import.meta.url));
  const child = spawn(process.execPath, [program, prometheusUrl], { stdio: "inherit" });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}
