import { writeFileSync } from "node:fs";
import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";
import { PrometheusMissingError } from "../observe/start-prometheus.js";
import type { Act, Sighting } from "./act.js";
import { ask } from "./alert-watch.js";
import { alertsPage, conservationLine, sightingsTable } from "./alerts-page.js";
import { chooseActs } from "./choose-acts.js";
import { checkConservation, type Conservation } from "./check-conservation.js";
import { play } from "./play.js";
import { alertsOf, allActs, harmfulActs, harmlessActs } from "./programme.js";
import { alertNames } from "./scaled-rules.js";
import { sightingFailures } from "./sighting-failures.js";
import { openTheatre, type Theatre } from "./theatre.js";

const args = process.argv.slice(2);
const options = new Command("npm run alerts --")
  .description(
    "Real services under traffic, a Prometheus with the real rules sped up, and a fault for each alert. Exits " +
      "with 1 when an alert does not fire, or does not end after its fault.",
  )
  .option("--only <text>", "alerts whose name contains it")
  .option(
    "--factor <number>",
    "by which ranges and waiting times are divided",
    numberOption({ min: 1, max: 60 }),
    60,
  )
  .option("--save", "write the table to docs/alerts.md", false)
  .option("--list", "each alert with its fault", false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse(args, { from: "user" })
  .opts<{ only?: string; factor: number; save: boolean; list: boolean }>();

/** The slowest rule waits for a range of 30 m and a `for` of 15 m, each way. */
const SLOWEST_RULE_MS = 45 * 60_000;
const DRAIN_TIMEOUT_MS = 60_000;
const timeoutMs = 60_000 + (2 * SLOWEST_RULE_MS) / options.factor;

/** Nothing was lost or invented until then, however uneven the traffic was. */
const FALSE_ALARMS =
  'sum(count_over_time(ALERTS{alertname=~"EventsLost|EventsInvented",alertstate="firing"}[1h]))';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());

const wanted = alertNames().filter((name) => name.includes(options.only ?? ""));
const concerned = allActs.filter((act) => alertsOf(act).some((name) => wanted.includes(name)));
const { skipped } = chooseActs(concerned, options.factor);
const sightings: Sighting[] = [];
let conservation: Conservation | undefined;
let falseAlarms = 0;
if (options.list) {
  for (const act of allActs) for (const alert of alertsOf(act)) tell(`${alert}: ${act.fault}`);
} else if (wanted.length === 0 || (options.save && options.only !== undefined)) {
  tell(
    wanted.length === 0 ? `no alert is called like "${options.only}"` : "--save is for all alerts",
  );
  process.exitCode = 64;
} else {
  await run().catch((error: unknown) => {
    process.exitCode = 1;
    if (error instanceof PrometheusMissingError) tell(error.message);
    else if (stopping.signal.aborted) tell("stopped");
    else throw error;
  });
}

async function run(): Promise<void> {
  for (const { fault, greatestFactor } of skipped) {
    tell(`skipped ${fault}: needs a --factor of ${greatestFactor} or less`);
  }
  const theatre = await openTheatre(options.factor);
  try {
    if (options.only === undefined) await runAll(theatre);
    else await playAll(concerned, theatre);
  } finally {
    await theatre.end();
  }
  tell(`\n${sightingsTable(sightings)}`);
  judge();
  if (options.save && conservation) {
    const command = ["npm run alerts --", ...args].join(" ");
    const { factor } = options;
    const page = alertsPage({ command, factor, sightings, conservation });
    writeFileSync(new URL("../../../docs/alerts.md", import.meta.url), page);
  }
}

async function runAll(theatre: Theatre): Promise<void> {
  await playAll(harmlessActs, theatre);
  conservation = await checkConservation(theatre, DRAIN_TIMEOUT_MS);
  tell(conservationLine(conservation));
  falseAlarms = (await ask(theatre.prometheusUrl, FALSE_ALARMS)) ?? 0;
  await playAll(harmfulActs, theatre);
}

async function playAll(acts: readonly Act[], theatre: Theatre): Promise<void> {
  const { signal } = stopping;
  for (const act of chooseActs(acts, options.factor).acts) {
    await play(act, { theatre, timeoutMs, signal, onSighting });
  }
}

function onSighting(sighting: Sighting): void {
  sightings.push(sighting);
  const isSeen = sighting.firedAfter !== undefined && sighting.resolvedAfter !== undefined;
  tell(`${isSeen ? "seen  " : "FAILED"} ${sighting.alert}: ${sighting.fault}`);
}

function judge(): void {
  const failures = [...sightingFailures(wanted, sightings, skipped)];
  const { unaccounted = 0, countedTwice = 0 } = conservation ?? {};
  if (unaccounted > 0 || -unaccounted > countedTwice) failures.push("the books do not balance");
  if (falseAlarms > 0) failures.push("events were told to be lost or invented, and none was");
  for (const failure of failures) tell(`FAILED: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
  else tell(`${sightings.length} alerts were seen firing, and ended`);
}
