import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ServiceMissingError } from "@boomgate/testing";
import { checkAlerts } from "./check-alerts.js";
import { openObservedRun, UncheckableError } from "./open-observed-run.js";
import { parseOptions } from "./options.js";
import { PrometheusMissingError } from "./start-prometheus.js";

const options = parseOptions(process.argv.slice(2));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
/** Errors whose message is all that a user needs. */
const EXPECTED_ERRORS = [PrometheusMissingError, ServiceMissingError, UncheckableError];
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());

try {
  await observe();
} catch (error) {
  process.exitCode = 1;
  if (EXPECTED_ERRORS.some((kind) => error instanceof kind)) {
    process.stderr.write(`${(error as Error).message}\n`);
  } else if (stopping.signal.aborted) print("stopped");
  else throw error;
}

async function observe(): Promise<void> {
  const run = await openObservedRun(options, print);
  const { pageUrl, prometheus } = run;
  const { signal } = stopping;
  try {
    print(`page        ${pageUrl}
Prometheus  ${prometheus.url}  (alerts: ${prometheus.url}/alerts)
panels      npm run dashboards:live -- ${prometheus.url}  runs every query of the dashboards
Grafana     import grafana/dashboards/*.json, with this Prometheus as the data source with the uid
            boomgate-prometheus`);
    const ms = (options.for ?? 86_400) * 1_000;
    await sleep(ms, undefined, { signal }).catch(() => undefined); // a signal ends the wait
    if (options.check && !signal.aborted) {
      const isSilent = await alertsAreSilent(prometheus.url);
      process.exitCode = (await checkPanels(prometheus.url)) || (isSilent ? 0 : 1);
    }
  } finally {
    await run.stop();
  }
}

/** @returns whether no alert fired */
async function alertsAreSilent(prometheusUrl: string): Promise<boolean> {
  const { rules, excuses, problems } = await checkAlerts(prometheusUrl);
  for (const line of [...excuses, ...problems]) print(line);
  print(`${rules} alerts, ${problems.length} problems`);
  return problems.length === 0;
}

/** @returns the exit code of the check of the panels */
async function checkPanels(prometheusUrl: string): Promise<number> {
  const program = fileURLToPath(new URL("../../../grafana/dist/live/run.js", import.meta.url));
  const child = spawn(process.execPath, [program, prometheusUrl], { stdio: "inherit" });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}
