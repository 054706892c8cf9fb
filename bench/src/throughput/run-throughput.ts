import { setTimeout as sleep } from "node:timers/promises";
import { outcomesExchangeOf } from "@boomgate/contracts";
import type { OwnServices } from "@boomgate/e2e";
import { residentMegabytes } from "../cpu-seconds.js";
import { type Events, entriesOf, exitsOf } from "../publish-all.js";
import type { Row, RunningRow } from "../rows.js";
import { type ServiceCpu, startCpuCount } from "../service-cpu.js";
import { untilDone } from "../until-done.js";
import { type QueueType, type RowRun, withRow } from "../with-row.js";

export interface Work {
  /** Entries, and as many exits. */
  readonly events: number;
  /** Percent of exits that match. */
  readonly matching: number;
  readonly queueType: QueueType;
  /** Folder for CPU profiles of the consumers. */
  readonly profile: string | undefined;
}

export interface Measured {
  readonly eventsPerSecond: number;
  readonly entriesPerSecond: number;
  readonly exitsPerSecond: number;
  /** CPU seconds for 100,000 events. */
  readonly cpu: ServiceCpu;
  readonly peakMegabytes: number;
}

/** From the delivery of the last outcomes until their commit. */
const LAST_COMMIT_MS = 500;

/** Processed before the measurement begins, so that the code of the consumer is compiled. */
const WARM_UP_EVENTS = 5_000;

/** One row in one round: all entries wait in their queue before they are consumed, then all exits. */
export function runThroughput(
  row: Row,
  services: OwnServices,
  work: Work,
  signal: AbortSignal,
): Promise<Measured> {
  const { queueType, profile } = work;
  const nodeOptions = profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  return withRow(row, services, { queueType, nodeOptions }, (run) =>
    measure(run, row, services, work, signal),
  );
}

async function measure(
  run: RowRun,
  { share }: Row,
  services: OwnServices,
  { events, matching }: Work,
  signal: AbortSignal,
): Promise<Measured> {
  const { environment, publisher, consumers } = run;
  const nowMs = Date.now();
  const warmUp = Math.round(Math.min(WARM_UP_EVENTS, events) * share);
  const count = Math.max(100, Math.round(events * share));
  let done = 0;
  const consume = (queue: string, wanted: Events) => {
    const expected = { before: done, total: (done += wanted.length) };
    return phase(consumers, expected, signal, () => publisher.publishAll(queue, wanted));
  };
  await consume(environment.names.entryQueue, entriesOf(warmUp, nowMs));
  await consume(environment.names.exitQueue, exitsOf(warmUp, nowMs, matching));
  const entries = entriesOf(count, nowMs, warmUp);
  const exits = exitsOf(count, nowMs, matching, warmUp);
  const cpuFor = startCpuCount(run, services);
  const entrySeconds = await consume(environment.names.entryQueue, entries);
  const exitSeconds = await consume(environment.names.exitQueue, exits);
  await outcomesTaken(run); // storing them is work too
  const cpu = cpuFor(2 * count);
  const peakMegabytes = Math.max(...consumers.pids.map(residentMegabytes));
  await consumers.stop();
  return {
    eventsPerSecond: (2 * count) / (entrySeconds + exitSeconds),
    entriesPerSecond: count / entrySeconds,
    exitsPerSecond: count / exitSeconds,
    cpu,
    peakMegabytes,
  };
}

/** Resolves when the sink has taken all that became of the events. */
async function outcomesTaken({ broker, environment }: RowRun): Promise<void> {
  const queue = outcomesExchangeOf(environment.names); // has the name of its exchange
  while ((await broker.depth(queue)) > 0) await sleep(50);
  await sleep(LAST_COMMIT_MS);
}

/**
 * The consumers are stopped (SIGSTOP) until all events wait in their queue, so that the publisher is not measured.
 * @returns seconds until the last event is consumed
 */
async function phase(
  consumers: RunningRow,
  { before, total }: { readonly before: number; readonly total: number },
  signal: AbortSignal,
  publish: () => Promise<void>,
): Promise<number> {
  for (const pid of consumers.pids) process.kill(pid, "SIGSTOP");
  await publish();
  signal.throwIfAborted();
  const startedMs = performance.now();
  for (const pid of consumers.pids) process.kill(pid, "SIGCONT");
  await untilDone(consumers, { before, total }, signal);
  return (performance.now() - startedMs) / 1_000;
}
