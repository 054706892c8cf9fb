import { setTimeout as sleep } from "node:timers/promises";
import type { TcpProxy } from "@boomgate/testing";
import type { Environment } from "../environment.js";
import { readSamples, sumOf } from "../read-samples.js";
import type { OwnServices } from "../own-services.js";
import type { Env, ServiceProcess } from "../service-process.js";
import type { ServiceProcesses } from "../service-processes.js";
import type { FaultySink } from "./faulty-sink.js";
import type { GatewaySender } from "./gateway-sender.js";
import type { PublishedEvents } from "./published-events.js";

export interface StartOptions {
  /** Options of node. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Env;
  /** False for a backend that has to wait for something and does not become ready. */
  readonly awaitReady?: boolean;
}

/** All that a fault can act on. */
export interface FaultTarget {
  readonly environment: Environment;
  readonly services: OwnServices;
  /** Between the backends and the services; `gateway` between the gateways and RabbitMQ. */
  readonly proxies: Readonly<Record<"amqp" | "redis" | "gateway", TcpProxy>>;
  readonly sink: FaultySink;
  readonly processes: ServiceProcesses;
  readonly publishedEvents: PublishedEvents;
  /** How long an outage lasts. */
  readonly outageMs: number;
  readonly startBackend: (options?: StartOptions) => Promise<ServiceProcess>;
  readonly startApi: () => Promise<ServiceProcess>;
  readonly startGateway: () => Promise<ServiceProcess>;
  /** Of the gateways that run now. */
  readonly gatewayUrls: () => readonly string[];
  /** Undefined where the traffic does not go through gateways. */
  readonly gatewaySender: GatewaySender | undefined;
  /** The backends that run now; a fault that replaces one updates this list. */
  backends: ServiceProcess[];
  /** None where the traffic does not go through gateways. */
  gateways: ServiceProcess[];
  api: ServiceProcess;
}

/** Log lines with this message, of all backends so far. */
export const loggedByBackends = (target: FaultTarget, message: string): number =>
  loggedBy("backend", target, message);

/** Log lines with this message, of all summary APIs so far. */
export const loggedByApis = (target: FaultTarget, message: string): number =>
  loggedBy("summary-api", target, message);

/** Log lines with this message, of all processes of the program so far. */
export const loggedBy = (program: string, { processes }: FaultTarget, message: string): number =>
  processes.all
    .filter((process) => process.program === program)
    .reduce((sum, process) => sum + process.logged(message).length, 0);

/** Events that one backend has settled so far. */
export async function settledEvents(target: FaultTarget, index: number): Promise<number> {
  const backend = target.backends[index];
  return backend ? sumOf(await readSamples(backend.metricsUrl), "parking_events_total") : 0;
}

/** The sum of a counter over the backends that run now. */
export async function countedByBackends(
  { backends }: FaultTarget,
  metric: string,
): Promise<number> {
  const samples = await Promise.all(backends.map(({ metricsUrl }) => readSamples(metricsUrl)));
  return samples.reduce((sum, of) => sum + sumOf(of, metric), 0);
}

/** Resolves when the condition holds, or after the time limit. */
export async function waitUntil(
  condition: () => Promise<boolean>,
  timeoutMs = 15_000,
): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await condition()) && performance.now() < endMs) await sleep(100);
}

export async function repeatedly(
  times: number,
  everyMs: number,
  action: (turn: number) => Promise<void> | void,
): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    await action(turn);
    await sleep(everyMs);
  }
}
