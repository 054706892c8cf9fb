import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { freshDatabase, startPostgres } from "@boomgate/testing";
import { measureSink, type SinkLoad, type SinkMeasured } from "./measure-sink.js";
import { parseSinkOptions } from "./options.js";
import { rawInsertRate } from "./raw-insert.js";
import { medianOf, sinkPage, type SinkRow, sinkTable } from "./sink-page.js";

const args = process.argv.slice(2);
const options = parseSinkOptions(args);
const rounds = options.quick ? 1 : 3;
const shortSeconds = options.quick ? 2 : 6;
const seconds = options.quick ? 3 : options.seconds;
const UNPACED: readonly SinkLoad[] = [
  { name: "one API, as fast as it takes", instances: 1, rate: undefined, seconds: shortSeconds },
  { name: "two APIs, as fast as they take", instances: 2, rate: undefined, seconds: shortSeconds },
];
const { rate } = options;
const PACED: SinkLoad = {
  name: `one API, ${rate}/s for ${seconds} s`,
  instances: 1,
  rate,
  seconds,
};
/** Least share of the rate, as the sender is paced by a timer. */
const LEAST_SHARE = 0.98;

const [loadBefore = 0] = loadavg();
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());
const { signal } = stopping;

const postgres = await startPostgres();
try {
  const all: SinkRow[][] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await measureRound());
  const rows = (all[0] ?? []).map((_, place) => medianOf(all.flatMap((row) => row[place] ?? [])));
  rows.push(rowOf(await measureOne(PACED), rows[0]?.perSecond ?? Number.NaN));
  const table = sinkTable(rows);
  print(`\n${table}`);
  if (options.save) {
    const command = ["npm run bench:sink --", ...args].join(" ");
    writeFileSync(
      new URL("../../SINK.md", import.meta.url),
      sinkPage(table, { command, loadBefore, rounds }),
    );
  }
} catch (error) {
  if (!signal.aborted) throw error;
  print("stopped");
  process.exitCode = 1;
} finally {
  await postgres.stop();
}

/** Measures bare rows in each round, as the speed of a machine varies. */
async function measureRound(): Promise<SinkRow[]> {
  const one = await measureBareRows(1);
  const four = await measureBareRows(4);
  const rows: SinkRow[] = [
    { name: "bare rows, one connection", perSecond: one, ofBareRows: 1 },
    { name: "bare rows, 4 connections", perSecond: four, ofBareRows: four / one },
  ];
  for (const load of UNPACED) rows.push(rowOf(await measureOne(load), one));
  return rows;
}

function rowOf(measured: SinkMeasured, bare: number): SinkRow {
  const { perSecond, load } = measured;
  return { name: load.name, perSecond, ofBareRows: perSecond / bare, measured };
}

async function measureOne(load: SinkLoad): Promise<SinkMeasured> {
  const measured = await measureSink(load, postgres, { signal, profile: options.profile });
  print(`${load.name}: ${Math.round(measured.perSecond)}/s`);
  checkMeasured(measured);
  return measured;
}

async function measureBareRows(connections: number): Promise<number> {
  const database = await freshDatabase(postgres.url);
  const parts = { connections, seconds: shortSeconds, signal };
  const perSecond = await rawInsertRate(database.url, parts);
  await database.drop();
  signal.throwIfAborted();
  print(`bare rows, connections: ${connections}: ${Math.round(perSecond)}/s`);
  return perSecond;
}

function checkMeasured({ load, posted, stored, perSecond }: SinkMeasured): void {
  if (stored !== posted.summaries) {
    fail(`${posted.summaries} summaries were accepted, ${stored} are stored`);
  }
  const isSlow = load.rate !== undefined && perSecond < LEAST_SHARE * load.rate;
  if (isSlow && !options.quick) fail("the rate was not reached");
}

function fail(why: string): void {
  print(`FAILED: ${why}`);
  process.exitCode = 1;
}
