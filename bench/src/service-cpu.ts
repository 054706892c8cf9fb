import type { OwnServices } from "@boomgate/e2e";
import { cpuSeconds } from "./cpu-seconds.js";
import type { RowRun } from "./with-row.js";

export const SERVICES = ["consumer", "broker", "redis", "sink", "database"] as const;

/** CPU seconds for 100,000 events, of the consumers and of what they stand on. */
export type ServiceCpu = Readonly<Record<(typeof SERVICES)[number], number>>;

const PER_EVENTS = 100_000;

/** @returns to be asked once so many events are done since then */
export function startCpuCount(
  { atWork, sink }: Pick<RowRun, "atWork" | "sink">,
  { rabbitmq, redis, postgres }: OwnServices,
): (events: number) => ServiceCpu {
  const pids = {
    consumer: atWork.pids,
    broker: [rabbitmq.pid],
    redis: [redis.pid],
    sink: [sink.pid],
    database: [postgres.pid],
  };
  const used = () => mapServices((name) => sumOf(pids[name].map(cpuSeconds)));
  const before = used();
  return (events) => {
    const after = used();
    return mapServices((name) => ((after[name] - before[name]) / events) * PER_EVENTS);
  };
}

/** How many cores they kept busy, all together, at so many events/s. */
export const coresBusy = (cpu: ServiceCpu, eventsPerSecond: number): number =>
  (sumOf(Object.values(cpu)) * eventsPerSecond) / PER_EVENTS;

const mapServices = (valueOf: (name: (typeof SERVICES)[number]) => number): ServiceCpu =>
  Object.fromEntries(SERVICES.map((name) => [name, valueOf(name)])) as ServiceCpu;

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
