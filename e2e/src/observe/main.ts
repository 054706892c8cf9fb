import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ServiceMissingError } from "@boomgate/testing";
import { checkAlerts } from "./check-alerts.js";
import { openShow, UncheckableError } from "./open-show.js";
import { parseOptions } from "./options.js";
import { PrometheusMissingError } from "./start-prometheus.js";

const options = parseOptions(process.argv.slice(2));
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
/** Their message says all. */
const TOLD_ERRORS = [PrometheusMissingError, ServiceMissingError, UncheckableError];
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());

try {
  await observe();
} catch (error) {
  process.exitCode = 1;
  if (TOLD_ERRORS.some((kind) => error instanceof kind)) {
    process.stderr.write(`${(error as Error).message}\n`);
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
    if (options.check && !signal.aborted) {
      const isSilent = await askAlerts(prometheus.url);
      process.exitCode = (await askPanels(prometheus.url)) || (isSilent ? 0 : 1);
    }
  } finally {
    await show.end();
  }
}

/** @returns whether the alerts were silent, as they have to be while nothing is wrong */
async function askAlerts(prometheusUrl: string): Promise<boolean> {
  const { rules, excuses, problems } = await checkAlerts(prometheusUrl);
  for (const line of [...excuses, ...problems]) tell(line);
  tell(`${rules} alerts, ${problems.length} problems`);
  return problems.length === 0;
}

/** @returns the exit code of the check of the panels */
async function askPanels(prometheusUrl: string): Promise<number> {
  const program = fileURLToPath(new URL("../../../grafana/dist/live/run.js", import.meta.url));
  const child = spawn(process.execPath, [program, prometheusUrl], { stdio: "inherit" });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}
