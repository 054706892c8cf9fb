import { loadavg } from "node:os";
import { startOwnServices, stopOwnServices } from "@boomgate/e2e";
import type { Bench } from "./bench.js";
import { growthTable } from "./growth/growth-table.js";
import { type Growth, runGrowth } from "./growth/run-growth.js";
import { latencyTable } from "./latency/latency-table.js";
import { measureLatency } from "./latency/measure-latency.js";
import { stepsTable } from "./latency/steps-table.js";
import { marksTable } from "./marks/marks-table.js";
import { missingFrom } from "./missing-rows.js";
import { parseOptions } from "./options.js";
import { peerRows } from "./peer-rows.js";
import { profileTable } from "./profile/profile-table.js";
import { runProfile } from "./profile/run-profile.js";
import { marksReached, saveResults } from "./results-page.js";
import type { Tables } from "./tables.js";
import { ONE_BACKEND, rowsWith } from "./rows.js";
import { measureThroughput } from "./throughput/measure-throughput.js";
import { throughputTable } from "./throughput/throughput-table.js";

const options = parseOptions(process.argv.slice(2));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const peers = peerRows();
if (peers.length === 0)
  print("frameworks are not measured, as they are not installed: npm ci --prefix bench/peers");
const [loadBefore = 0] = loadavg();
const services = await startOwnServices();
const bench: Omit<Bench, "rows"> = {
  services,
  queueType: options.queueType,
  rounds: options.rounds,
  print,
  signal: stopping.signal,
};
try {
  const tables = await measure();
  const rows = { throughput: namesOf("throughput"), latency: namesOf("latency") };
  const missing = missingFrom(tables, { ...options, rows });
  if (missing.length > 0) throw new Error(`not measured: ${missing.join("; ")}`);
  if (options.save) saveResults(tables, { ...options, loadBefore });
} catch (error) {
  if (!stopping.signal.aborted) throw error;
  print("stopped");
  process.exitCode = 1;
} finally {
  await stopOwnServices(services);
}

function rowsOf(part: "throughput" | "latency") {
  return rowsWith({ ...options, peers })[part].filter(({ name }) => name.includes(options.only));
}

function namesOf(part: "throughput" | "latency"): readonly string[] {
  return rowsOf(part).map(({ name }) => name);
}

async function measure(): Promise<Tables> {
  const tables: { -readonly [Part in keyof Tables]: Tables[Part] } = {};
  if (options.parts.includes("throughput")) {
    tables.throughput = await measureThroughput({ ...bench, rows: rowsOf("throughput") }, options);
    print(`\n${throughputTable(tables.throughput)}\n`);
  }
  if (options.parts.includes("latency")) {
    const latencyBench = { ...bench, rows: rowsOf("latency") };
    tables.latency = await measureLatency(latencyBench, options.latencySeconds);
    print(`\n${latencyTable(tables.latency)}\n\n${stepsTable(tables.latency)}\n`);
  }
  if (options.parts.includes("growth")) {
    tables.growth = await measureGrowth();
    print(`\n${growthTable(tables.growth)}\n`);
  }
  if (options.parts.includes("profile")) {
    tables.profile = await runProfile(bench, options.profileEvents, options.profile);
    print(`\n${profileTable(tables.profile)}\n`);
  }
  const marks = marksReached(tables);
  if (marks) print(`\n${marksTable(marks)}\n`);
  return tables;
}

async function measureGrowth(): Promise<readonly Growth[]> {
  const lines: Growth[] = [];
  for (const events of options.growthTo) {
    lines.push(await runGrowth(ONE_BACKEND, services, events, options.queueType, stopping.signal));
    print(`${events} events: measured`);
  }
  return lines;
}
