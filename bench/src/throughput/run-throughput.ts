import type { StageServices } from "@boomgate/e2e";
import { cpuSeconds, residentMegabytes } from "../cpu-seconds.js";
import { entriesOf, exitsOf } from "../publish-all.js";
import type { Row, RowAtWork } from "../rows.js";
import { untilDone } from "../until-done.js";
import { type QueueType, type Scene, withRow } from "../with-row.js";

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
  readonly cpu: Readonly<Record<"consumer" | "broker" | "redis" | "sink" | "database", number>>;
  readonly peakMegabytes: number;
}

const PER = 100_000;

/** One row in one round: entries wait in their queue and are consumed, then the exits. */
export function runThroughput(
  row: Row,
  services: StageServices,
  work: Work,
  signal: AbortSignal,
): Promise<Measured> {
  const { queueType, profile } = work;
  const nodeOptions = profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  const count = Math.max(100, Math.round(work.events * row.share));
  return withRow(row, services, { queueType, nodeOptions }, (scene) =>
    measure(scene, services, count, work.matching, signal),
  );
}

async function measure(
  { stage, publisher, sink, atWork }: Scene,
  services: StageServices,
  count: number,
  matching: number,
  signal: AbortSignal,
): Promise<Measured> {
  const nowMs = Date.now();
  const pids = {
    consumer: atWork.pids,
    broker: [services.rabbitmq.pid],
    redis: [services.redis.pid],
    sink: [sink.pid],
    database: [services.postgres.pid],
  };
  const before = cpuOf(pids);
  const entries = entriesOf(count, nowMs);
  const exits = exitsOf(count, nowMs, matching);
  const entrySeconds = await phase(atWork, { before: 0, total: count }, signal, () =>
    publisher.publishAll(stage.names.entryQueue, entries),
  );
  const exitSeconds = await phase(atWork, { before: count, total: 2 * count }, signal, () =>
    publisher.publishAll(stage.names.exitQueue, exits),
  );
  const after = cpuOf(pids);
  const peakMegabytes = Math.max(...atWork.pids.map(residentMegabytes));
  await atWork.stop();
  const perEvents = (name: keyof typeof pids) => ((after[name] - before[name]) / (2 * count)) * PER;
  return {
    eventsPerSecond: (2 * count) / (entrySeconds + exitSeconds),
    entriesPerSecond: count / entrySeconds,
    exitsPerSecond: count / exitSeconds,
    cpu: {
      consumer: perEvents("consumer"),
      broker: perEvents("broker"),
      redis: perEvents("redis"),
      sink: perEvents("sink"),
      database: perEvents("database"),
    },
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

function cpuOf<Name extends string>(
  pids: Readonly<Record<Name, readonly number[]>>,
): Record<Name, number> {
  const entries = Object.entries<readonly number[]>(pids).map(
    ([name, members]) => [name, members.reduce((sum, pid) => sum + cpuSeconds(pid), 0)] as const,
  );
  return Object.fromEntries(entries) as Record<Name, number>;
}
