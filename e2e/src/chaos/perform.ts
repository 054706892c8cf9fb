import { setTimeout as sleep } from "node:timers/promises";
import { startTcpProxy } from "@boomgate/testing";
import { Cast } from "../cast.js";
import { drain } from "../drain.js";
import { readSamples, sumOf } from "../figures.js";
import { setStageOver, type StageServices } from "../own-stage.js";
import type { Fault, Felt } from "./faults.js";
import { startFaultySink } from "./faulty-sink.js";
import { readParked, readRecorded, readStays } from "./gather-evidence.js";
import { judge, type Verdict } from "./judge.js";
import { Ledger } from "./ledger.js";
import type { Scene } from "./scene.js";
import { trafficOf } from "./traffic.js";

export interface PerformOptions {
  readonly seed: number;
  readonly visits: number;
  readonly rate: number;
  /** In seconds. */
  readonly outage: number;
}

export interface Performance {
  readonly fault: string;
  readonly felt: Felt;
  readonly verdict: Verdict;
  readonly drainSeconds: number;
  readonly peakMegabytes: number;
}

const STRIKE_AFTER_MS = 1_500;
const DRAIN_TIMEOUT_MS = 120_000;

/** Traffic with one fault in it, and what became of every event. */
export async function perform(
  services: StageServices,
  fault: Fault,
  { seed, visits, rate, outage }: PerformOptions,
): Promise<Performance> {
  const stage = await setStageOver(services, "quorum");
  const proxies = {
    amqp: await startTcpProxy(stage.amqpUrl),
    redis: await startTcpProxy(stage.redisUrl),
  };
  const cast = await Cast.over(stage);
  const sink = await startFaultySink(`${cast.apiUrl}/api/v1/summaries`);
  const startApi = () => cast.startReady("summary-api");
  const startBackend = () =>
    cast.startReady("backend", {
      AMQP_URL: proxies.amqp.url,
      REDIS_URL: proxies.redis.url,
      SUMMARY_URL: sink.url,
      SUMMARY_TIMEOUT_MS: "1000",
      STORE_TIMEOUT_MS: "1000",
    });
  const ledger = await Ledger.open(stage, stage.amqpUrl);
  try {
    const api = await startApi();
    const backends = await Promise.all([startBackend(), startBackend()]);
    const scene: Scene = {
      ...{ stage, services, proxies, sink, cast, ledger, startBackend, startApi },
      backends,
      api,
      outageMs: outage * 1_000,
    };
    const memory = watchMemory(scene);
    const published = ledger.publish(trafficOf(seed, visits, Date.now()), rate);
    await sleep(STRIKE_AFTER_MS);
    const felt = await fault.strike(scene);
    await published;
    const drainingMs = performance.now();
    await drain(stage, scene.backends, DRAIN_TIMEOUT_MS);
    const drainSeconds = (performance.now() - drainingMs) / 1_000;
    const verdict = judge({
      confirmed: ledger.confirmed,
      stays: await readStays(cast.apiUrl),
      parked: await readParked(stage),
      recorded: await readRecorded(stage),
    });
    return { fault: fault.name, felt, verdict, drainSeconds, peakMegabytes: await memory() };
  } finally {
    await ledger.close();
    await cast.killAll();
    await Promise.all([sink.stop(), proxies.amqp.stop(), proxies.redis.stop()]);
    await stage.strike(false);
  }
}

/** @returns tells the highest resident memory of a backend, in MB */
function watchMemory(scene: Scene): () => Promise<number> {
  let peakBytes = 0;
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      for (const { metricsUrl } of scene.backends) {
        const samples = await readSamples(metricsUrl).catch(() => []); // it may be dead just now
        peakBytes = Math.max(peakBytes, sumOf(samples, "process_resident_memory_bytes"));
      }
      await sleep(500, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    over.abort();
    await watching;
    return Math.round(peakBytes / 1_000_000);
  };
}
