import type { OwnServices } from "@boomgate/e2e";
import { residentMegabytes } from "../cpu-seconds.js";
import { type Events, entriesOf, exitsOf } from "../publish-all.js";
import type { Row, RowAtWork } from "../rows.js";
import { type ServiceCpu, startCpuCount } from "../service-cpu.js";
import { untilDone } from "../until-done.js";
import { type QueueType, type RowRun, withRow } from "../with-row.js";

export interface Work {
  /** Entries, and as many exits. */
  readonly events: number;
  /** Of a hundred exits. */
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

/** Before anything counts: a service compiles its code once, not for each 40,000 events. */
const WARM_UP_EVENTS = 5_000;

/** One row in one round: entries wait in their queue and are consumed, then the exits. */
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
  const { environment, publisher, atWork } = run;
  const nowMs = Date.now();
  const warmUp = Math.round(Math.min(WARM_UP_EVENTS, events) * share);
  const count = Math.max(100, Math.round(events * share));
  let done = 0;
  const consume = (queue: string, wanted: Events) => {
    const expected = { before: done, total: (done += wanted.length) };
    return phase(atWork, expected, signal, () => publisher.publishAll(queue, wanted));
  };
  await consume(environment.names.entryQueue, entriesOf(warmUp, nowMs));
  await consume(environment.names.exitQueue, exitsOf(warmUp, nowMs, matching));
  const entries = entriesOf(count, nowMs, warmUp);
  const exits = exitsOf(count, nowMs, matching, warmUp);
  const cpuFor = startCpuCount(run, services);
  const entrySeconds = await consume(environment.names.entryQueue, entries);
  const exitSeconds = await consume(environment.names.exitQueue, exits);
  const cpu = cpuFor(2 * count);
  const peakMegabytes = Math.max(...atWork.pids.map(residentMegabytes));
  await atWork.stop();
  return {
    eventsPerSecond: (2 * count) / (entrySeconds + exitSeconds),
    entriesPerSecond: count / entrySeconds,
    exitsPerSecond: count / exitSeconds,
    cpu,
    peakMegabytes,
  };
}

/**
 * The consumers are frozen until all events wait in their queue, so that no publisher is measured.
 * @returns seconds until the last event is done
 */
async function phase(
  atWork: RowAtWork,
  { before, total }: { readonly before: number; readonly total: number },
  signal: AbortSignal,
  publish: () => Promise<void>,
): Promise<number> {
  for (const pid of atWork.pids) process.kill(pid, "SIGSTOP");
  await publish();
  signal.throwIfAborted();
  const startedMs = performance.now();
  for (const pid of atWork.pids) process.kill(pid, "SIGCONT");
  await untilDone(atWork, { before, total }, signal);
  return (performance.now() - startedMs) / 1_000;
}
