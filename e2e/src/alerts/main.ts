import { writeFileSync } from "node:fs";
import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";
import { PrometheusMissingError } from "../observe/start-prometheus.js";
import type { AlertFault, Observation } from "./alert-fault.js";
import { ask } from "./alert-watch.js";
import { alertsPage, conservationLine, observationsTable } from "./alerts-page.js";
import { chooseFaults } from "./choose-faults.js";
import { checkConservation, type Conservation } from "./check-conservation.js";
import { runFault } from "./run-fault.js";
import { alertsOf, allFaults, harmfulFaults, harmlessFaults } from "./fault-plan.js";
import { alertNames } from "./scaled-rules.js";
import { observationFailures } from "./observation-failures.js";
import { openAlertRun, type AlertRun } from "./alert-run.js";

const args = process.argv.slice(2);
const options = new Command("npm run alerts --")
  .description(
    "Starts all services with traffic and a Prometheus whose rules have shorter times, injects a fault for each " +
      "alert, and exits with 1 when an alert does not fire, or does not end after its fault.",
  )
  .option("--only <text>", "only alerts whose name contains the text")
  .option(
    "--factor <number>",
    "divides the ranges and waiting times of the rules",
    numberOption({ min: 1, max: 60 }),
    60,
  )
  .option("--save", "write the results to docs/alerts.md", false)
  .option("--list", "print each alert with its fault", false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse(args, { from: "user" })
  .opts<{ only?: string; factor: number; save: boolean; list: boolean }>();

/** The slowest rule has a range of 30 m and a `for` of 15 m. */
const SLOWEST_RULE_MS = 45 * 60_000;
const DRAIN_TIMEOUT_MS = 60_000;
const timeoutMs = 60_000 + (2 * SLOWEST_RULE_MS) / options.factor;

/** Counts alerts that fired although none of the harmless faults loses or invents an event. */
const FALSE_ALARMS =
  'sum(count_over_time(ALERTS{alertname=~"EventsLost|EventsInvented",alertstate="firing"}[1h]))';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());

const wanted = alertNames().filter((name) => name.includes(options.only ?? ""));
const concerned = allFaults.filter((fault) =>
  alertsOf(fault).some((name) => wanted.includes(name)),
);
const { skipped } = chooseFaults(concerned, options.factor);
const observations: Observation[] = [];
let conservation: Conservation | undefined;
let falseAlarms = 0;
if (options.list) {
  for (const fault of allFaults)
    for (const alert of alertsOf(fault)) print(`${alert}: ${fault.name}`);
} else if (wanted.length === 0 || (options.save && options.only !== undefined)) {
  print(
    wanted.length === 0
      ? `no alert has "${options.only}" in its name; --list prints the names`
      : "--save needs all alerts: it cannot be combined with --only",
  );
  process.exitCode = 64;
} else {
  await runAlerts().catch((error: unknown) => {
    process.exitCode = 1;
    if (error instanceof PrometheusMissingError) print(error.message);
    else if (stopping.signal.aborted) print("stopped");
    else throw error;
  });
}

async function runAlerts(): Promise<void> {
  for (const { name, greatestFactor } of skipped) {
    print(`SKIPPED ${name}: needs a --factor of ${greatestFactor} or less`);
  }
  const run = await openAlertRun(options.factor);
  try {
    if (options.only === undefined) await runAll(run);
    else await runFaults(concerned, run);
  } finally {
    await run.stop();
  }
  print(`\n${observationsTable(observations)}`);
  reportFailures();
  if (options.save && conservation) {
    const command = ["npm run alerts --", ...args].join(" ");
    const { factor } = options;
    const page = alertsPage({ command, factor, observations, conservation });
    writeFileSync(new URL("../../../docs/alerts.md", import.meta.url), page);
  }
}

async function runAll(run: AlertRun): Promise<void> {
  await runFaults(harmlessFaults, run);
  conservation = await checkConservation(run, DRAIN_TIMEOUT_MS);
  print(conservationLine(conservation));
  falseAlarms = (await ask(run.prometheusUrl, FALSE_ALARMS)) ?? 0;
  await runFaults(harmfulFaults, run);
}

async function runFaults(faults: readonly AlertFault[], run: AlertRun): Promise<void> {
  const { signal } = stopping;
  for (const fault of chooseFaults(faults, options.factor).faults) {
    await runFault(fault, { run, timeoutMs, signal, onObservation });
  }
}

function onObservation(observation: Observation): void {
  observations.push(observation);
  const hasPassed = observation.firedAfter !== undefined && observation.resolvedAfter !== undefined;
  print(`${hasPassed ? "passed" : "FAILED"} ${observation.alert}: ${observation.fault}`);
}

function reportFailures(): void {
  const failures = [...observationFailures(wanted, observations, skipped)];
  const { unaccounted = 0, countedTwice = 0 } = conservation ?? {};
  if (unaccounted > 0 || -unaccounted > countedTwice)
    failures.push("accepted and settled events differ");
  if (falseAlarms > 0)
    failures.push("EventsLost or EventsInvented fired although no event was lost or invented");
  for (const failure of failures) print(`FAILED: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
  else print(`${observations.length} alerts fired and ended`);
}
