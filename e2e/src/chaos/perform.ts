import { setTimeout as sleep } from "node:timers/promises";
import { untilAborted } from "@boomgate/platform/lifecycle";
import { startTcpProxy } from "@boomgate/testing";
import { Cast } from "../cast.js";
import { drain } from "../drain.js";
import { readSamples, sumOf } from "../figures.js";
import { setStageOver, type StageServices } from "../own-stage.js";
import type { Fault, Felt } from "./fault.js";
import { startFaultySink } from "./faulty-sink.js";
import { namesOf, readHistories, readStays } from "./gather-evidence.js";
import { judge, type Verdict } from "./judge.js";
import { Ledger } from "./ledger.js";
import { countCodes, lookAtParked } from "./look-at-parked.js";
import type { Scene, StartHow } from "./scene.js";
import { trafficOf } from "./traffic.js";

export interface PerformOptions {
  readonly seed: number;
  readonly visits: number;
  readonly rate: number;
  /** In seconds. */
  readonly outage: number;
  readonly mode: "boomgate" | "naive";
}

export interface Performance {
  readonly fault: string;
  readonly felt: Felt;
  readonly verdict: Verdict;
  readonly drainSeconds: number;
  readonly peakMegabytes: number;
  /** Messages in the parking lot, by their cause. */
  readonly parkedCodes: Readonly<Record<string, number>>;
}

const STRIKE_AFTER_MS = 1_500;
const DRAIN_TIMEOUT_MS = 120_000;

/** Traffic with one fault in it, and what became of every event. */
export async function perform(
  services: StageServices,
  fault: Fault,
  { seed, visits, rate, outage, mode }: PerformOptions,
  signal: AbortSignal,
): Promise<Performance> {
  const stage = await setStageOver(services, "quorum");
  const proxies = {
    amqp: await startTcpProxy(stage.amqpUrl),
    redis: await startTcpProxy(stage.redisUrl),
  };
  const cast = await Cast.over(stage);
  const sink = await startFaultySink(`${cast.apiUrl}/api/v1/summaries`);
  if (fault.refuses) sink.mood = "refuses some stays";
  const prepared = await fault.prepare?.(stage.folder);
  const startApi = () => cast.startReady("summary-api", prepared?.apiEnv);
  const env = {
    AMQP_URL: proxies.amqp.url,
    REDIS_URL: proxies.redis.url,
    SUMMARY_URL: sink.url,
    SUMMARY_TIMEOUT_MS: "1000",
    STORE_TIMEOUT_MS: "1000",
  };
  const startBackend = ({ awaitReady = true, env: own, ...how }: StartHow = {}) => {
    const all = { ...env, ...own };
    if (mode === "naive") return cast.start("naive", all, how);
    return awaitReady ? cast.startReady("backend", all, how) : cast.start("backend", all, how);
  };
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
    const keeper = mode === "naive" ? setInterval(() => void restartEnded(scene), 500) : undefined;
    const published = ledger.publish(trafficOf(seed, visits, Date.now()), rate);
    await sleep(STRIKE_AFTER_MS);
    const felt = await untilAborted(fault.strike(scene), signal);
    await untilAborted(published, signal);
    const drainingMs = performance.now();
    // What only the naive one has in hand, it cannot tell.
    const telling = mode === "naive" ? [] : scene.backends;
    await untilAborted(drain(stage, telling, DRAIN_TIMEOUT_MS), signal);
    const drainSeconds = (performance.now() - drainingMs) / 1_000;
    clearInterval(keeper);
    const parked = await lookAtParked(stage);
    const verdict = judge({
      confirmed: ledger.confirmed,
      stays: await readStays(cast.apiUrl),
      parked: namesOf(parked),
      mustBeParked: ledger.mustBeParked,
      refuses: fault.refuses?.bind(fault),
      histories: mode === "naive" ? undefined : await readHistories(stage),
    });
    return {
      ...{ fault: fault.name, felt, verdict, drainSeconds, peakMegabytes: await memory() },
      parkedCodes: countCodes(parked),
    };
  } finally {
    await ledger.close();
    await cast.killAll();
    await Promise.all([sink.stop(), proxies.amqp.stop(), proxies.redis.stop()]);
    await prepared?.undo();
    await stage.strike(false);
  }
}

/** As whoever runs it would: it ends with each connection it loses. */
async function restartEnded(scene: Scene): Promise<void> {
  for (const [index, backend] of scene.backends.entries()) {
    if (!backend.isRunning) scene.backends[index] = await scene.startBackend();
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
