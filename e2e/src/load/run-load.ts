import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parkedQueueOf } from "@boomgate/contracts";
import { readDepths } from "../broker-depths.js";
import { drain } from "../drain.js";
import type { Environment } from "../environment.js";
import type { ServiceProcess } from "../service-process.js";
import { ServiceProcesses } from "../service-processes.js";
import { limitOf } from "./limit.js";
import { staysOf } from "./load-events.js";
import { LoadPublisher } from "./load-publisher.js";
import type { LoadOptions } from "./options.js";
import { progressLine } from "./progress-line.js";
import { type LoadResult, type Outage, undisturbed } from "./result.js";
import type { LoadSample } from "./sample.js";
import { Sampler } from "./sampler.js";
import { secondsOf } from "./stages.js";

type Print = (line: string) => void;

const SAMPLE_EVERY_MS = 1_000;
const PRINT_EVERY_SECONDS = 5;
const DRAIN_TIMEOUT_MS = 600_000;
/** The outage begins after this share of the load. */
const OUTAGE_AFTER = 1 / 3;
const OUTAGE_MS = 15_000;

/** Publishes the load, with backends and a summary API started for it. */
export async function runLoad(
  environment: Environment,
  options: LoadOptions,
  print: Print,
  signal: AbortSignal,
): Promise<LoadResult> {
  const { stages, profile } = options;
  const processes = await ServiceProcesses.over(environment);
  const publisher = await LoadPublisher.open(environment, options);
  try {
    await processes.startReady("summary-api");
    const startBackends = () =>
      Promise.all(Array.from({ length: options.backends }, () => processes.startReady("backend")));
    const backends: ServiceProcess[] = await startBackends();
    print(`summary API and ${backends.length} backends are ready`);
    const sampling = startSampling(new Sampler(processes, publisher, stages), print);
    const startedMs = performance.now();
    const secondNow = () => (performance.now() - startedMs) / 1_000;
    const killBackends = async (): Promise<Outage | undefined> => {
      if (profile !== "outage") return undefined;
      await sleep(secondsOf(stages) * OUTAGE_AFTER * 1_000, undefined, { signal });
      const fromSecond = secondNow();
      print(`killing all backends for ${OUTAGE_MS / 1_000} s`);
      await Promise.all(backends.splice(0).map((backend) => backend.kill()));
      await sleep(OUTAGE_MS, undefined, { signal });
      backends.push(...(await startBackends()));
      print("the backends run again");
      return { fromSecond, toSecond: secondNow() };
    };
    const [outage] = await Promise.all([killBackends(), publisher.publish(stages, signal)]);
    signal.throwIfAborted();
    print("all events are published, waiting until they are settled");
    const drainingMs = performance.now();
    await drain(environment, backends, DRAIN_TIMEOUT_MS);
    const drainSeconds = (performance.now() - drainingMs) / 1_000;
    const samples = await sampling.end();
    const { confirmed, nacked } = publisher.counts;
    const [parked = 0] = await readDepths(environment.amqpUrl, [parkedQueueOf(environment.names)]);
    return {
      samples,
      ...{ confirmed, nacked, parked, drainSeconds, outage },
      expectedStays: staysOf(confirmed),
      foundStays: await closedStays(processes.apiUrl),
      limit: limitOf(undisturbed(samples, outage), cpus().length),
    };
  } finally {
    await publisher.close();
    await processes.killAll();
  }
}

/** Takes a sample each second, and prints each fifth of them. */
function startSampling(sampler: Sampler, print: Print) {
  const samples: LoadSample[] = [];
  const stopping = new AbortController();
  const sampling = (async () => {
    while (!stopping.signal.aborted) {
      await sleep(SAMPLE_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      const sample = await sampler.sample();
      if (samples.length % PRINT_EVERY_SECONDS === 0) print(progressLine(sample));
      samples.push(sample);
    }
  })();
  sampling.catch(() => undefined); // rethrown by `end`
  return {
    async end(): Promise<readonly LoadSample[]> {
      stopping.abort();
      await sampling;
      return samples;
    },
  };
}

async function closedStays(apiUrl: string): Promise<number> {
  const answer = await fetch(`${apiUrl}/api/v1/stats`);
  return ((await answer.json()) as { closed: number }).closed;
}
