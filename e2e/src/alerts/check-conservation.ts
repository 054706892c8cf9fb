import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./alert-watch.js";
import { brokerFaults } from "./broker-faults.js";
import type { AlertRun } from "./alert-run.js";

const POLL_EVERY_MS = 500;
const EQUAL_POLLS = 4;

/** The equation of the recording rule, but since the start of the processes: exact as long as none has ended. */
const ACCEPTED = 'sum(parking_events_confirmed_total{exchange=~".*parking[.](entries|exits)"})';
const UNACCOUNTED = `${ACCEPTED}
  + (sum(parking_events_from_elsewhere_total) or vector(0))
  - sum(parking_events_total{outcome!~"retried|released"})`;
const IN_FLIGHT =
  'sum(rabbitmq_detailed_queue_messages{queue=~".*vehicle_(entries|exits)|.*parking[.]retry[.].+"})';
const TWICE = `(sum(parking_events_refused_total) or vector(0)) + (sum(parking_redeliveries_total) or vector(0))`;

export interface Conservation {
  readonly accepted: number;
  /** Accepted events and those of unknown publishers, minus settled ones, when none is waiting. */
  readonly unaccounted: number;
  /** Lost confirms and redeliveries: each may have been settled twice. */
  readonly countedTwice: number;
}

/**
 * Ends the traffic, waits until no event is waiting, and evaluates the equation. The generators are blocked and not
 * stopped, as the counters of a stopped process are lost.
 * @throws when events are still waiting after the time limit
 */
export async function checkConservation(run: AlertRun, timeoutMs: number): Promise<Conservation> {
  const unblock = await brokerFaults.memoryAlarm.inject(run);
  try {
    const [unaccounted = NaN, , accepted = NaN] = await settled(run.prometheusUrl, timeoutMs);
    const countedTwice = (await ask(run.prometheusUrl, TWICE)) ?? 0;
    return { accepted, unaccounted, countedTwice };
  } finally {
    await unblock();
  }
}

/** @returns unaccounted, in flight and accepted once they stay the same and nothing is in flight */
async function settled(
  prometheusUrl: string,
  timeoutMs: number,
): Promise<readonly (number | undefined)[]> {
  const deadlineMs = performance.now() + timeoutMs;
  let before: readonly (number | undefined)[] = [];
  for (let equalPolls = 0; equalPolls < EQUAL_POLLS;) {
    if (performance.now() > deadlineMs)
      throw new Error(`events are still waiting: ${before.join(", ")}`);
    await sleep(POLL_EVERY_MS);
    const queries = [UNACCOUNTED, IN_FLIGHT, ACCEPTED];
    const now = await Promise.all(queries.map((query) => ask(prometheusUrl, query)));
    equalPolls = now[1] === 0 && now.join() === before.join() ? equalPolls + 1 : 0;
    before = now;
  }
  return before;
}
