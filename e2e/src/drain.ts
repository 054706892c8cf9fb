import { setTimeout as sleep } from "node:timers/promises";
import { RETRY_DELAYS_MS, retryQueueOf } from "@boomgate/contracts";
import { readDepths } from "./broker-depths.js";
import { readSamples, sumOf } from "./figures.js";
import type { ServiceProcess } from "./service-process.js";
import type { Stage } from "./stage.js";

const LOOKS_IN_A_ROW = 3;
const LOOK_EVERY_MS = 200;

/** Waits until no event waits in a queue and none is in hand, seen several times in a row. */
export async function drain(
  stage: Stage,
  backends: readonly ServiceProcess[],
  timeoutMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  for (let calmLooks = 0; calmLooks < LOOKS_IN_A_ROW;) {
    const onTheWay = await eventsOnTheWay(stage, backends);
    if (onTheWay > 0 && performance.now() > deadlineMs) {
      throw new Error(`${onTheWay} events are still on their way after ${timeoutMs / 1_000} s`);
    }
    calmLooks = onTheWay === 0 ? calmLooks + 1 : 0;
    await sleep(LOOK_EVERY_MS);
  }
}

async function eventsOnTheWay(
  { amqpUrl, names }: Stage,
  backends: readonly ServiceProcess[],
): Promise<number> {
  const retryQueues = RETRY_DELAYS_MS.map((delayMs) => retryQueueOf(names, delayMs));
  const waiting = await readDepths(amqpUrl, [names.entryQueue, names.exitQueue, ...retryQueues]);
  const samples = await Promise.all(backends.map(({ metricsUrl }) => readSamples(metricsUrl)));
  const inHand = samples.map((of) => sumOf(of, "parking_events_in_hand"));
  return [...waiting, ...inHand].reduce((sum, count) => sum + count, 0);
}
