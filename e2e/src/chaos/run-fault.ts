import { setTimeout as sleep } from "node:timers/promises";
import { untilAborted } from "@boomgate/platform/lifecycle";
import { startTcpProxy } from "@boomgate/testing";
import { drain } from "../drain.js";
import { openEnvironmentOver } from "../environment.js";
import type { OwnServices } from "../own-services.js";
import { gatewayUrlOf } from "../gateway/gateway-url.js";
import type { ServiceProcess } from "../service-process.js";
import { ServiceProcesses } from "../service-processes.js";
import { openAmqpSender } from "./amqp-sender.js";
import type { Effect, Fault } from "./fault.js";
import type { FaultTarget, StartOptions } from "./fault-target.js";
import { startFaultySink } from "./faulty-sink.js";
import { GatewaySender } from "./gateway-sender.js";
import { PublishedEvents } from "./published-events.js";
import { countNames, readHistories, readStays } from "./read-final-state.js";
import { drainOutcomes, readLedger } from "./read-ledger.js";
import { countCodes, parkedCodesOf, readParked } from "./read-parked.js";
import { trafficOf } from "./traffic.js";
import { type Verdict, verdictOf } from "./verdict.js";
import { watchMemory } from "./watch-memory.js";

export interface RunFaultOptions {
  readonly seed: number;
  readonly visits: number;
  readonly rate: number;
  /** In seconds. */
  readonly outage: number;
  readonly mode: "boomgate" | "naive";
}

export interface FaultRun {
  readonly fault: string;
  readonly effect: Effect;
  readonly verdict: Verdict;
  readonly drainSeconds: number;
  readonly peakMegabytes: number;
  /** Messages in the parking lot, by their code. */
  readonly parkedCodes: Readonly<Record<string, number>>;
}

const INJECT_AFTER_MS = 1_500;
const DRAIN_TIMEOUT_MS = 120_000;

/** Runs traffic with one fault in it, and checks what became of every event. */
export async function runFault(
  services: OwnServices,
  fault: Fault,
  { seed, visits, rate, outage, mode }: RunFaultOptions,
  signal: AbortSignal,
): Promise<FaultRun> {
  const environment = await openEnvironmentOver(services, "quorum");
  const proxies = {
    amqp: await startTcpProxy(environment.amqpUrl),
    redis: await startTcpProxy(environment.redisUrl),
    gateway: await startTcpProxy(environment.amqpUrl),
  };
  const processes = await ServiceProcesses.over(environment);
  const sink = await startFaultySink(`${processes.apiUrl}/api/v1/summaries`);
  if (fault.refuses) sink.mode = "refuses some stays";
  const prepared = await fault.prepare?.(environment.folder);
  const startApi = () => processes.startReady("summary-api", prepared?.apiEnv);
  const env = {
    AMQP_URL: proxies.amqp.url,
    REDIS_URL: proxies.redis.url,
    SUMMARY_URL: sink.url,
    SUMMARY_TIMEOUT_MS: "1000",
    STORE_TIMEOUT_MS: "1000",
  };
  const startBackend = ({ awaitReady = true, env: own, ...node }: StartOptions = {}) => {
    const all = { ...env, ...own };
    if (mode === "naive") return processes.start("naive", all, node);
    return awaitReady
      ? processes.startReady("backend", all, node)
      : processes.start("backend", all, node);
  };
  const startGateway = () => processes.startReady("gateway", { AMQP_URL: proxies.gateway.url });
  const gateways: ServiceProcess[] = [];
  const gatewayUrls = () => gateways.filter(({ isRunning }) => isRunning).map(gatewayUrlOf);
  const gatewaySender = fault.through && new GatewaySender(gatewayUrls);
  const publishedEvents = new PublishedEvents(
    gatewaySender ?? (await openAmqpSender(environment, mode !== "naive")),
    environment.amqpUrl,
  );
  let memory: ReturnType<typeof watchMemory> | undefined;
  let restarts: NodeJS.Timeout | undefined;
  try {
    if (fault.through) gateways.push(...(await Promise.all([startGateway(), startGateway()])));
    const target: FaultTarget = {
      ...{ environment, services, proxies, sink, processes, publishedEvents },
      ...{ startBackend, startApi, startGateway, gateways, gatewayUrls, gatewaySender },
      api: await startApi(),
      backends: await Promise.all([startBackend(), startBackend()]),
      outageMs: outage * 1_000,
    };
    memory = watchMemory(target);
    restarts = mode === "naive" ? setInterval(() => void restartEnded(target), 500) : undefined;
    const publishing = publishedEvents.publish(trafficOf(seed, visits, Date.now()), rate);
    await sleep(INJECT_AFTER_MS);
    const effect = await untilAborted(fault.inject(target), signal);
    await untilAborted(publishing, signal);
    const drainingMs = performance.now();
    // The naive backend has no metrics, so only its queues can be watched.
    const backends = mode === "naive" ? [] : target.backends;
    await untilAborted(drain(environment, backends, DRAIN_TIMEOUT_MS), signal);
    const drainSeconds = (performance.now() - drainingMs) / 1_000;
    if (mode === "boomgate")
      await untilAborted(drainOutcomes(environment, target.api, DRAIN_TIMEOUT_MS), signal);
    clearInterval(restarts);
    const parked = await readParked(environment);
    const verdict = verdictOf({
      confirmed: publishedEvents.confirmed,
      stays: await readStays(processes.apiUrl),
      parked: countNames(parked),
      mustBeParked: publishedEvents.mustBeParked,
      refuses: fault.refuses?.bind(fault),
      histories: mode === "naive" ? undefined : await readHistories(environment),
      ledger: mode === "naive" ? undefined : await readLedger(processes.apiUrl),
      parkedCodes: parkedCodesOf([...parked, ...(effect.replayed ?? [])], environment),
    });
    return {
      ...{ fault: fault.name, effect, verdict, drainSeconds },
      peakMegabytes: await memory.stop(),
      parkedCodes: countCodes(parked),
    };
  } finally {
    clearInterval(restarts);
    await memory?.stop();
    await publishedEvents.close();
    await processes.killAll();
    await Promise.all([sink.stop(), ...Object.values(proxies).map((proxy) => proxy.stop())]);
    await prepared?.undo();
    await environment.remove(false);
  }
}

/** The naive backend exits with each connection it loses, so it has to be started again. */
async function restartEnded(target: FaultTarget): Promise<void> {
  for (const [index, backend] of target.backends.entries()) {
    if (!backend.isRunning) target.backends[index] = await target.startBackend();
  }
}
