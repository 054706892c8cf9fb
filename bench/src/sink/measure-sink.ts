import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ServiceProcess } from "@boomgate/e2e";
import { freePort, freshDatabase, type StartedService } from "@boomgate/testing";
import { Client } from "pg";
import { cpuSeconds, residentMegabytes } from "../cpu-seconds.js";
import { type Posted, postArrays } from "./post-arrays.js";
import { LagWatch } from "./watch-lag.js";

export interface SinkLoad {
  readonly name: string;
  /** Summary APIs over one database. */
  readonly instances: number;
  /** Summaries per second; undefined: as many as the API accepts. */
  readonly rate: number | undefined;
  readonly seconds: number;
}

export interface SinkMeasured {
  readonly load: SinkLoad;
  readonly posted: Posted;
  readonly perSecond: number;
  /** Stays in the database, to compare with the accepted ones. */
  readonly stored: number;
  /** CPU seconds for 100,000 summaries. */
  readonly cpu: { readonly api: number; readonly database: number };
  /** Of the largest API. */
  readonly peakMegabytes: number;
  readonly lagSeconds: number;
}

const PER = 100_000;

export async function measureSink(
  load: SinkLoad,
  postgres: StartedService,
  { signal, profile }: { readonly signal: AbortSignal; readonly profile?: string | undefined },
): Promise<SinkMeasured> {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-bench-"));
  const database = await freshDatabase(postgres.url);
  const apis: { readonly process: ServiceProcess; readonly url: string }[] = [];
  try {
    for (let instance = 0; instance < load.instances; instance += 1) {
      const port = await freePort();
      const process = new ServiceProcess({
        name: `summary-api-${instance}`,
        program: "summary-api",
        metricsPort: await freePort(),
        env: { DATABASE_URL: database.url, HTTP_PORT: String(port), LOG_LEVEL: "warn" },
        nodeOptions: profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [],
        logFile: join(folder, `summary-api-${instance}.log`),
      });
      apis.push({ process, url: `http://127.0.0.1:${port}` });
      await process.ready();
    }
    const pids = apis.map(({ process }) => process.pid);
    const lag = new LagWatch(apis[0]?.process.metricsUrl ?? "");
    const cpu = () => ({ api: sumOf(pids.map(cpuSeconds)), database: cpuSeconds(postgres.pid) });
    const before = cpu();
    const { rate, seconds } = load;
    const posted = await postArrays({ urls: apis.map(({ url }) => url), rate, seconds, signal });
    const after = cpu();
    await lag.read();
    lag.stop();
    signal.throwIfAborted();
    const peakMegabytes = Math.max(...pids.map(residentMegabytes));
    for (const { process } of apis) await process.stop();
    const per = PER / posted.summaries;
    return {
      load,
      posted,
      perSecond: posted.summaries / posted.seconds,
      stored: await countStays(database.url),
      cpu: {
        api: (after.api - before.api) * per,
        database: (after.database - before.database) * per,
      },
      peakMegabytes,
      lagSeconds: lag.worstSeconds,
    };
  } finally {
    await Promise.all(apis.map(({ process }) => process.kill()));
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

async function countStays(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: string }>("select count(*) as n from stays");
    return Number(rows[0]?.n);
  } finally {
    await client.end();
  }
}
