import type { ServiceProcesses } from "@boomgate/e2e";
import { readSamples, type ServiceProcess, sumOf } from "@boomgate/e2e";
import type { EventPublisher } from "./publish-all.js";
import {
  BOOMGATE,
  CEILING_NAME,
  ONE_AT_A_TIME_NAME,
  PACKED_NAME,
  TWO_BACKENDS_NAME,
} from "./row-names.js";
import { Worker } from "./worker.js";

/** The running consumers of a row. */
export interface RunningRow {
  readonly pids: readonly number[];
  /** Of consumers that export the metrics of the backend. */
  readonly metricsUrls?: readonly string[];
  processed(): Promise<number>;
  stop(): Promise<void>;
  /** Kills what still runs, also stopped processes (SIGSTOP). */
  kill(): Promise<void>;
}

export interface Row {
  readonly name: string;
  /** Share of the events; a slow row gets fewer, as rates are compared. */
  readonly share: number;
  /** Its events come in arrays of 100. Default: each in a message of its own. */
  readonly isPacked?: boolean;
  start(
    processes: ServiceProcesses,
    env: Readonly<Record<string, string>>,
    nodeOptions: readonly string[],
  ): Promise<RunningRow>;
  /** For a row that does not consume from RabbitMQ. */
  openPublisher?(env: Readonly<Record<string, string>>): Promise<EventPublisher>;
}

export const workerRow = (name: string, program: URL, share: number): Row => ({
  name,
  share,
  async start(_processes, env, nodeOptions) {
    const worker = new Worker(program, env, nodeOptions);
    return {
      pids: [worker.pid],
      processed: () => worker.processed(),
      stop: () => worker.stop(),
      kill: () => worker.kill(),
    };
  },
});

interface BoomgateOptions {
  readonly backends?: number;
  /** Of another checkout. */
  readonly root?: URL;
  readonly settings?: Readonly<Record<string, string>>;
}

const boomgateRow = (
  name: string,
  { backends = 1, root, settings = {} }: BoomgateOptions = {},
): Row => ({
  name,
  share: 1,
  async start(processes, env, nodeOptions) {
    const how = { nodeOptions, ...(root ? { root } : {}) };
    const given = { ...env, ...settings };
    const started = await Promise.all(
      Array.from({ length: backends }, () => processes.startReady("backend", given, how)),
    );
    return {
      pids: started.map(({ pid }) => pid),
      metricsUrls: started.map(({ metricsUrl }) => metricsUrl),
      async processed() {
        const counts = await Promise.all(started.map(settledBy));
        return counts.reduce((sum, count) => sum + count, 0);
      },
      stop: async () => void (await Promise.all(started.map((backend) => backend.stop()))),
      kill: async () => undefined, // `ServiceProcesses` kills them
    };
  },
});

const settledBy = async ({ metricsUrl }: ServiceProcess) =>
  sumOf(await readSamples(metricsUrl), "parking_events_total");

export const ONE_BACKEND = boomgateRow(BOOMGATE);

const own = (program: string) => new URL(`rows/${program}.js`, import.meta.url);
const CEILING = workerRow(CEILING_NAME, own("ceiling"), 1);
const EMPTY_HANDLER = workerRow("empty handler", own("empty-handler"), 1);
const PACKED: Row = { ...boomgateRow(PACKED_NAME), isPacked: true };
const TWO_BACKENDS = boomgateRow(TWO_BACKENDS_NAME, { backends: 2 });
const WITHOUT_LEDGER = boomgateRow(`${BOOMGATE}, no ledger`, { settings: { LEDGER: "off" } });
const ONE_AT_A_TIME = workerRow(ONE_AT_A_TIME_NAME, own("one-at-a-time"), 0.1);

interface OptionalRows {
  /** A built checkout whose backend gets a row as well. */
  readonly against: URL | undefined;
  readonly peers: readonly Row[];
  /** A backend that gets arrays of events has a row as well. */
  readonly packed: boolean;
}

/** Rows by part of the bench. Rates are compared with that of the first row. */
export function rowsWith({
  against,
  peers,
  packed,
}: OptionalRows): Readonly<Record<"throughput" | "latency", readonly Row[]>> {
  const other = against
    ? [boomgateRow("one backend of the other checkout", { root: against })]
    : [];
  return {
    throughput: [
      CEILING,
      ...other,
      ONE_BACKEND,
      ...(packed ? [PACKED] : []),
      WITHOUT_LEDGER,
      TWO_BACKENDS,
      ONE_AT_A_TIME,
      ...peers,
    ],
    latency: [EMPTY_HANDLER, ...other, ONE_BACKEND, ONE_AT_A_TIME, ...peers],
  };
}
