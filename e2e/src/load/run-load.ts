import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parkedQueueOf } from "@boomgate/contracts";
import { readDepths } from "../broker-depths.js";
import { ServiceProcesses } from "../service-processes.js";
import { drain } from "../drain.js";
import type { ServiceProcess } from "../service-process.js";
import type { Environment } from "../environment.js";
import { limitOf } from "./limit.js";
import { staysOf } from "./load-events.js";
import { LoadPublisher } from "./load-publisher.js";
import type { LoadOptions } from "./options.js";
import { type LoadResult, type Outage, undisturbed } from "./result.js";
import type { LoadSample } from "./sample.js";
import { Sampler } from "./sampler.js";
import type { Screen } from "./screen.js";
import { secondsOf } from "./stages.js";

const SAMPLE_EVERY_MS = 1_000;
const DRAIN_TIMEOUT_MS = 600_000;
/** The outage begins when a third of the load is over. */
const OUTAGE_AFTER = 1 / 3;
const OUTAGE_MS = 15_000;

/** The load over real services, with backends of its own. */
export async function runLoad(
  environment: Environment,
  options: LoadOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<LoadResult> {
  const { stages, profile } = options;
  const processes = await ServiceProcesses.over(environment);
  const publisher = await LoadPublisher.open(environment, options.queueType);
  try {
    await processes.startReady("summary-api");
    const startBackends = () =>
      Promise.all(Array.from({ length: options.backends }, () => processes.startReady("backend")));
    const backends: ServiceProcess[] = await startBackends();
    screen.say(`summary API and ${backends.length} backends are ready`);
    const watch = watchWith(new Sampler(processes, publisher, stages), screen);
    const startedMs = performance.now();
    const secondNow = () => (performance.now() - startedMs) / 1_000;
    const strike = async (): Promise<Outage | undefined> => {
      if (profile !== "outage") return undefined;
      await sleep(secondsOf(stages) * OUTAGE_AFTER * 1_000, undefined, { signal });
      const fromSecond = secondNow();
      screen.say(`all backends are killed, for ${OUTAGE_MS / 1_000} s`);
      await Promise.all(backends.splice(0).map((backend) => backend.kill()));
      await sleep(OUTAGE_MS, undefined, { signal });
      backends.push(...(await startBackends()));
      screen.say("the backends are back");
      return { fromSecond, toSecond: secondNow() };
    };
    const [outage] = await Promise.all([strike(), publisher.publish(stages, signal)]);
    signal.throwIfAborted();
    screen.say("no more events, waiting for what is on its way");
    const drainingMs = performance.now();
    await drain(environment, backends, DRAIN_TIMEOUT_MS);
    const drainSeconds = (performance.now() - drainingMs) / 1_000;
    const samples = await watch.end();
    const { confirmed, nacked } = publisher.counts;
    const [parked = 0] = await readDepths(environment.amqpUrl, [parkedQueueOf(environment.names)]);
    return {
      title: `${options.text}, ${profile}, ${options.backends} backends, ${options.queueType} queues`,
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

/** Samples now and then, until it is told to end. */
function watchWith(sampler: Sampler, screen: Screen) {
  const samples: LoadSample[] = [];
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      await sleep(SAMPLE_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined);
      const sample = await sampler.sample();
      samples.push(sample);
      screen.show(sample);
    }
  })();
  watching.catch(() => undefined); // told at the end
  return {
    async end(): Promise<readonly LoadSample[]> {
      over.abort();
      await watching;
      return samples;
    },
  };
}

async function closedStays(apiUrl: string): Promise<number> {
  const answer = await fetch(`${apiUrl}/api/v1/stats`);
  return ((await answer.json()) as { closed: number }).closed;
}
