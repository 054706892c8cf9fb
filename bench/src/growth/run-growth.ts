import type { OwnServices } from "@boomgate/e2e";
import { createClient } from "redis";
import { residentMegabytes } from "../cpu-seconds.js";
import { type EventPublisher, entriesOf, exitsOf } from "../publish-all.js";
import type { Row } from "../rows.js";
import { type ServiceCpu, startCpuCount } from "../service-cpu.js";
import { untilDone } from "../until-done.js";
import { type QueueType, withRow } from "../with-row.js";

export interface Growth {
  readonly events: number;
  /** Plates inside at the same time, between the last entry and the first exit. */
  readonly plates: number;
  readonly eventsPerSecond: number;
  readonly cpu: ServiceCpu;
  readonly peakMegabytes: number;
  /** Memory of Redis for one plate inside. */
  readonly redisBytesPerPlate: number;
  /** Memory of Redis for a closed stay, which is kept as long as a late event can change it. */
  readonly redisBytesPerClosedStay: number;
}

/** At most twice as many events are published and not yet consumed, so that no backlog is measured. */
const CHUNK = 10_000;

/** Half of the events are entries. Events are published while they are consumed. */
export function runGrowth(
  row: Row,
  services: OwnServices,
  events: number,
  queueType: QueueType,
  signal: AbortSignal,
): Promise<Growth> {
  return withRow(row, services, { queueType }, async (run) => {
    const { environment, publisher, consumers } = run;
    const plates = events / 2;
    const nowMs = Date.now();
    let published = 0;
    const send = async (
      queue: string,
      chunkOf: (count: number, first: number) => Parameters<EventPublisher["publishAll"]>[1],
    ) => {
      for (let first = 0; first < plates; first += CHUNK) {
        const count = Math.min(CHUNK, plates - first);
        await publisher.publishAll(queue, chunkOf(count, first));
        await untilDone(consumers, { before: published - CHUNK, total: published }, signal);
        published += count;
      }
      await untilDone(consumers, { before: published - CHUNK, total: published }, signal);
    };
    const bytesBefore = await redisBytes(environment.redisUrl);
    const cpuFor = startCpuCount(run, services);
    const startedMs = performance.now();
    await send(environment.names.entryQueue, (count, first) => entriesOf(count, nowMs, first));
    const bytesInside = await redisBytes(environment.redisUrl);
    await send(environment.names.exitQueue, (count, first) => exitsOf(count, nowMs, 100, first));
    const seconds = (performance.now() - startedMs) / 1_000;
    const cpu = cpuFor(events);
    const bytesClosed = await redisBytes(environment.redisUrl);
    return {
      events,
      plates,
      eventsPerSecond: events / seconds,
      cpu,
      peakMegabytes: Math.max(...consumers.pids.map(residentMegabytes)),
      redisBytesPerPlate: (bytesInside - bytesBefore) / plates,
      redisBytesPerClosedStay: (bytesClosed - bytesBefore) / plates,
    };
  });
}

async function redisBytes(url: string): Promise<number> {
  const client = createClient({ url });
  await client.connect();
  const info = await client.info("memory");
  client.destroy();
  return Number(/^used_memory:(\d+)/m.exec(info)?.[1]);
}
