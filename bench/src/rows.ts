import type { Cast } from "@boomgate/e2e";
import { readSamples, type ServiceProcess, sumOf } from "@boomgate/e2e";
import { Worker } from "./worker.js";

/** Processes at work on the events of one row. */
export interface RowAtWork {
  readonly pids: readonly number[];
  processed(): Promise<number>;
  stop(): Promise<void>;
}

export interface Row {
  readonly name: string;
  /** Fewer events for a slow row: rates are compared, not times. */
  readonly share: number;
  start(
    cast: Cast,
    env: Readonly<Record<string, string>>,
    nodeOptions: readonly string[],
  ): Promise<RowAtWork>;
}

const workerRow = (name: string, program: string, share: number): Row => ({
  name,
  share,
  async start(_cast, env, nodeOptions) {
    const worker = new Worker(program, env, nodeOptions);
    return {
      pids: [worker.pid],
      processed: () => worker.processed(),
      stop: () => worker.stop(),
    };
  },
});

const boomgateRow = (name: string, backends: number): Row => ({
  name,
  share: 1,
  async start(cast, env, nodeOptions) {
    const started = await Promise.all(
      Array.from({ length: backends }, () => cast.startReady("backend", env, nodeOptions)),
    );
    return {
      pids: started.map(({ pid }) => pid),
      async processed() {
        const counts = await Promise.all(started.map(settledBy));
        return counts.reduce((sum, count) => sum + count, 0);
      },
      stop: async () => void (await Promise.all(started.map((backend) => backend.stop()))),
    };
  },
});

const settledBy = async ({ metricsUrl }: ServiceProcess) =>
  sumOf(await readSamples(metricsUrl), "parking_events_total");

export const ROWS: readonly Row[] = [
  workerRow("ceiling: parse and ack", "ceiling", 1),
  boomgateRow("Boomgate, one backend", 1),
  boomgateRow("Boomgate, two backends", 2),
  workerRow("one message at a time", "one-at-a-time", 0.1),
];
