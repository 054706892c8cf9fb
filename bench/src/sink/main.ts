import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { freshDatabase, startPostgres } from "@boomgate/testing";
import { measureSink, type SinkLoad, type SinkMeasured } from "./measure-sink.js";
import { parseSinkOptions } from "./options.js";
import { rawInsertRate } from "./raw-insert.js";
import { type BareRows, sinkPage, sinkTable } from "./sink-page.js";

const args = process.argv.slice(2);
const options = parseSinkOptions(args);
const shortSeconds = options.quick ? 2 : 10;
const seconds = options.quick ? 3 : options.seconds;
const LOADS: readonly SinkLoad[] = [
  { name: "one API, as fast as it takes", instances: 1, rate: undefined, seconds: shortSeconds },
  { name: "two APIs, as fast as they take", instances: 2, rate: undefined, seconds: shortSeconds },
  {
    name: `one API, ${options.rate}/s for ${seconds} s`,
    instances: 1,
    rate: options.rate,
    seconds,
  },
];
/** What a sender that is paced by a timer may fall short by. */
const HELD = 0.98;

const [loadBefore = 0] = loadavg();
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());
const { signal } = stopping;

const postgres = await startPostgres();
try {
  const bare = [await measureBareRows(1), await measureBareRows(4)];
  const sinks: SinkMeasured[] = [];
  for (const load of LOADS) {
    const measured = await measureSink(load, postgres, { signal, profile: options.profile });
    tell(`${load.name}: ${Math.round(measured.perSecond)}/s`);
    judge(measured);
    sinks.push(measured);
  }
  const table = sinkTable(bare, sinks);
  tell(`\n${table}`);
  if (options.save) {
    const command = ["npm run bench:sink --", ...args].join(" ");
    writeFileSync(
      new URL("../../SINK.md", import.meta.url),
      sinkPage(table, { command, loadBefore }),
    );
  }
} catch (error) {
  if (!signal.aborted) throw error;
  tell("stopped");
  process.exitCode = 1;
} finally {
  await postgres.stop();
}

async function measureBareRows(connections: number): Promise<BareRows> {
  const database = await freshDatabase(postgres.url);
  const parts = { connections, seconds: shortSeconds, signal };
  const perSecond = await rawInsertRate(database.url, parts);
  await database.drop();
  signal.throwIfAborted();
  tell(`bare rows, connections: ${connections}: ${Math.round(perSecond)}/s`);
  return { connections, perSecond };
}

function judge({ load, posted, stored, perSecond }: SinkMeasured): void {
  if (stored !== posted.summaries) {
    fail(`${posted.summaries} summaries were answered for, ${stored} are stored`);
  }
  const isSlow = load.rate !== undefined && perSecond < HELD * load.rate;
  if (isSlow && !options.quick) fail("the rate was not held");
}

function fail(why: string): void {
  tell(`FAILED: ${why}`);
  process.exitCode = 1;
}
