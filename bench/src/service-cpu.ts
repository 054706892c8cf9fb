import type { OwnServices } from "@boomgate/e2e";
import { cpuSeconds } from "./cpu-seconds.js";
import type { RowRun } from "./with-row.js";

export const SERVICES = ["consumer", "broker", "redis", "sink", "database"] as const;

/** CPU seconds for 100,000 events, by process. */
export type ServiceCpu = Readonly<Record<(typeof SERVICES)[number], number>>;

const PER_EVENTS = 100_000;

/** @returns a function that returns the CPU since this call, for the number of events processed since */
export function startCpuCount(
  { consumers, sink }: Pick<RowRun, "consumers" | "sink">,
  { rabbitmq, redis, postgres }: OwnServices,
): (events: number) => ServiceCpu {
  const pids = {
    consumer: consumers.pids,
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

export const totalCpu = (cpu: ServiceCpu): number => sumOf(Object.values(cpu));

/** How many cores all processes together kept busy at this rate. */
export const coresBusy = (cpu: ServiceCpu, eventsPerSecond: number): number =>
  (totalCpu(cpu) * eventsPerSecond) / PER_EVENTS;

const mapServices = (valueOf: (name: (typeof SERVICES)[number]) => number): ServiceCpu =>
  Object.fromEntries(SERVICES.map((name) => [name, valueOf(name)])) as ServiceCpu;

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
