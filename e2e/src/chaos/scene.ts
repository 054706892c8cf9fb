import { setTimeout as sleep } from "node:timers/promises";
import type { StartedService, TcpProxy } from "@boomgate/testing";
import type { Cast } from "../cast.js";
import { readSamples, sumOf } from "../figures.js";
import type { Env, ServiceProcess } from "../service-process.js";
import type { Stage } from "../stage.js";
import type { FaultySink } from "./faulty-sink.js";
import type { Ledger } from "./ledger.js";

export interface StartHow {
  /** For node itself. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Env;
  /** False: it has to wait for something, and will not be ready. */
  readonly awaitReady?: boolean;
}

/** All that a fault can lay hands on. */
export interface Scene {
  readonly stage: Stage;
  readonly services: Readonly<Record<"rabbitmq" | "redis" | "postgres", StartedService>>;
  /** Between the backends and the services. */
  readonly proxies: Readonly<Record<"amqp" | "redis", TcpProxy>>;
  readonly sink: FaultySink;
  readonly cast: Cast;
  readonly ledger: Ledger;
  /** How long what is taken away stays away. */
  readonly outageMs: number;
  readonly startBackend: (how?: StartHow) => Promise<ServiceProcess>;
  readonly startApi: () => Promise<ServiceProcess>;
  /** As they are now; a fault that replaces one says so here. */
  backends: ServiceProcess[];
  api: ServiceProcess;
}

/** How often the backends said that, also those that are gone. */
export const saidByBackends = (scene: Scene, message: string): number =>
  scene.cast.all
    .filter(({ name }) => name.startsWith("backend"))
    .reduce((sum, backend) => sum + backend.logged(message).length, 0);

/** Events that one backend has settled so far. */
export async function settledEvents(scene: Scene, index: number): Promise<number> {
  const backend = scene.backends[index];
  return backend ? sumOf(await readSamples(backend.metricsUrl), "parking_events_total") : 0;
}

/** Events that were delivered once more to the backends that run now. */
export const redeliveries = (scene: Scene) =>
  countedByBackends(scene, "parking_redeliveries_total");

/** A counter, of all backends that run now. */
export async function countedByBackends({ backends }: Scene, metric: string): Promise<number> {
  const samples = await Promise.all(backends.map(({ metricsUrl }) => readSamples(metricsUrl)));
  return samples.reduce((sum, of) => sum + sumOf(of, metric), 0);
}

/** Looks until it is so, or for a while. */
export async function untilSo(isSo: () => Promise<boolean>, patienceMs = 15_000): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!(await isSo()) && performance.now() < endMs) await sleep(100);
}

/** Does something again and again for a while. */
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
