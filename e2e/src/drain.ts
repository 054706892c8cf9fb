import { setTimeout as sleep } from "node:timers/promises";
import { RETRY_DELAYS_MS, retryQueueOf } from "@boomgate/contracts";
import { readDepths } from "./broker-depths.js";
import { readSamples, sumOf } from "./read-samples.js";
import type { ServiceProcess } from "./service-process.js";
import type { Environment } from "./environment.js";

const EMPTY_POLLS = 3;
const POLL_EVERY_MS = 200;

/** Resolves when several polls in a row find no event in a queue and none in hand. */
export async function drain(
  environment: Environment,
  backends: readonly ServiceProcess[],
  timeoutMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  for (let emptyPolls = 0; emptyPolls < EMPTY_POLLS;) {
    const unsettled = await unsettledEvents(environment, backends);
    if (unsettled > 0 && performance.now() > deadlineMs) {
      throw new Error(`${unsettled} events are still unsettled after ${timeoutMs / 1_000} s`);
    }
    emptyPolls = unsettled === 0 ? emptyPolls + 1 : 0;
    await sleep(POLL_EVERY_MS);
  }
}

async function unsettledEvents(
  { amqpUrl, names }: Environment,
  backends: readonly ServiceProcess[],
): Promise<number> {
  const retryQueues = RETRY_DELAYS_MS.map((delayMs) => retryQueueOf(names, delayMs));
  const waiting = await readDepths(amqpUrl, [names.entryQueue, names.exitQueue, ...retryQueues]);
  const samples = await Promise.all(backends.map(({ metricsUrl }) => readSamples(metricsUrl)));
  const inHand = samples.map((of) => sumOf(of, "parking_events_in_hand"));
  return [...waiting, ...inHand].reduce((sum, count) => sum + count, 0);
}
