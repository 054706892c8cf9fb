import { setTimeout as sleep } from "node:timers/promises";
import { pipelineTopology } from "@boomgate/contracts";
import { Cast, setStageOver, type StageServices } from "@boomgate/e2e";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { cpuSeconds, residentMegabytes } from "./cpu-seconds.js";
import { entriesOf, exitsOf, publishAll } from "./publish-all.js";
import type { Row, RowAtWork } from "./rows.js";

export interface Work {
  /** Entries, and as many exits. */
  readonly events: number;
  /** Of a hundred exits. */
  readonly matching: number;
  readonly queueType: "quorum" | "classic";
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

/** Looking costs the backend something, too: it prints its metrics. */
const LOOK_EVERY_MS = 50;
const PER = 100_000;

/** One row in one round: entries wait in their queue and are consumed, then the exits. */
export async function runRow(row: Row, services: StageServices, work: Work): Promise<Measured> {
  const { queueType, matching } = work;
  const count = Math.max(100, Math.round(work.events * row.share));
  const stage = await setStageOver(services, queueType);
  const cast = await Cast.over(stage);
  const broker = await openAmqpBroker({
    url: stage.amqpUrl,
    topology: pipelineTopology(stage.names, queueType),
    clientName: "bench",
    log: { warn: () => undefined, info: () => undefined },
  });
  try {
    const api = await cast.startReady("summary-api");
    const summaryUrl = `${cast.apiUrl}/api/v1/summaries`;
    const nodeOptions = work.profile ? ["--cpu-prof", `--cpu-prof-dir=${work.profile}`] : [];
    const env = { ...stage.env, SUMMARY_URL: summaryUrl };
    const atWork = await row.start(cast, env, nodeOptions);
    const nowMs = Date.now();
    const pids = {
      consumer: atWork.pids,
      broker: [services.rabbitmq.pid],
      redis: [services.redis.pid],
      sink: [api.pid],
      database: [services.postgres.pid],
    };
    const before = cpuOf(pids);
    const entries = entriesOf(count, nowMs);
    const exits = exitsOf(count, nowMs, matching);
    const entrySeconds = await phase(atWork, count, () =>
      publishAll(broker, stage.names.entryQueue, entries),
    );
    const exitSeconds = await phase(atWork, 2 * count, () =>
      publishAll(broker, stage.names.exitQueue, exits),
    );
    const after = cpuOf(pids);
    const peakMegabytes = Math.max(...atWork.pids.map(residentMegabytes));
    await atWork.stop();
    const perEvents = (name: keyof typeof pids) =>
      ((after[name] - before[name]) / (2 * count)) * PER;
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
  } finally {
    await broker.close();
    await cast.killAll();
    await stage.strike(false);
  }
}

/**
 * The consumers are frozen until all events wait in their queue, so that no publisher is measured.
 * @returns seconds until the last event is done
 */
async function phase(
  atWork: RowAtWork,
  total: number,
  publish: () => Promise<void>,
): Promise<number> {
  for (const pid of atWork.pids) process.kill(pid, "SIGSTOP");
  await publish();
  const startedMs = performance.now();
  for (const pid of atWork.pids) process.kill(pid, "SIGCONT");
  while ((await atWork.processed()) < total) await sleep(LOOK_EVERY_MS);
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
