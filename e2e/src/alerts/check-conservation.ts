import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./alert-watch.js";
import { brokerActs } from "./broker-acts.js";
import type { Theatre } from "./theatre.js";

const LOOK_EVERY_MS = 500;
const LOOKS_IN_A_ROW = 4;

/** The equation of the recording rule, over the whole life of the processes: exact while none of them ended. */
const ACCEPTED = 'sum(parking_messages_confirmed_total{exchange=~".*parking[.](entries|exits)"})';
const UNACCOUNTED = `${ACCEPTED}
  + (sum(parking_events_from_elsewhere_total) or vector(0))
  - sum(parking_events_total{outcome!~"retried|released"})`;
const IN_FLIGHT =
  'sum(rabbitmq_detailed_queue_messages{queue=~".*vehicle_(entries|exits)|.*parking[.]retry[.].+"})';
const TWICE = `(sum(parking_messages_refused_total) or vector(0)) + (sum(parking_redeliveries_total) or vector(0))`;

export interface Conservation {
  readonly accepted: number;
  /** Accepted and from elsewhere, minus settled, when nothing waits any more. */
  readonly unaccounted: number;
  /** Lost confirms and redeliveries, each of which may have been settled twice. */
  readonly countedTwice: number;
}

/**
 * Ends the traffic, waits until no event waits, and asks Prometheus what is left of the equation. The
 * generators are blocked and not stopped: a process that has ended takes its counts with it.
 * @throws when the events do not come to an end
 */
export async function checkConservation(
  theatre: Theatre,
  timeoutMs: number,
): Promise<Conservation> {
  const unblock = await brokerActs.memoryAlarm.strike(theatre);
  try {
    const [unaccounted = NaN, , accepted = NaN] = await settled(theatre.prometheusUrl, timeoutMs);
    const countedTwice = (await ask(theatre.prometheusUrl, TWICE)) ?? 0;
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
  for (let calm = 0; calm < LOOKS_IN_A_ROW;) {
    if (performance.now() > deadlineMs) throw new Error(`events go on: ${before.join(", ")}`);
    await sleep(LOOK_EVERY_MS);
    const queries = [UNACCOUNTED, IN_FLIGHT, ACCEPTED];
    const now = await Promise.all(queries.map((query) => ask(prometheusUrl, query)));
    calm = now[1] === 0 && now.join() === before.join() ? calm + 1 : 0;
    before = now;
  }
  return before;
}
