import type { Running } from "@boomgate/platform/lifecycle";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { Logger, Registry } from "@boomgate/platform/telemetry";
import type { ParkedVehicles } from "./parked-vehicles/parked-vehicles.js";
import { arrivals } from "./traffic/arrivals.js";
import { type Clock, systemClock } from "@boomgate/platform/clock";

/** Beyond that many events under way, the next arrival waits: bounds memory while a broker is away. */
const MOST_IN_HAND = 1_000;
const STOP_PATIENCE_MS = 5_000;

export interface GeneratorCounts {
  /** Confirmed by the broker, each event counted once. */
  readonly published: number;
  /** Given up at the stop: the broker may or may not have them. */
  readonly uncertain: number;
}

export interface RunningGenerator extends Running {
  /** Resolves when `COUNT` events are done or the generator was stopped; rejects on a defect. */
  readonly finished: Promise<void>;
  counts(): GeneratorCounts;
}

/** What a generator works with; the embedded mode shares or replaces each. */
export interface GeneratorParts {
  readonly broker: MessagePublisher;
  /** `eventsExchangeOf` of the queue names in use. */
  readonly exchange: string;
  readonly parkedVehicles: ParkedVehicles;
  readonly registry: Registry;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Part of every event id. Random, as a seed that is used twice must not repeat the ids. */
  readonly runId?: string;
}

export interface ArrivalPlan {
  readonly nextGapMs: () => number;
  readonly ratePerSecond: number;
  readonly count: number | undefined;
  readonly clock: Clock | undefined;
}

/** Calls `handle` at each arrival; its end is stop, count, or the first defect. */
export function startArrivals(
  plan: ArrivalPlan,
  handle: (signal: AbortSignal) => Promise<void>,
): Running & { readonly finished: Promise<void> } {
  const stopping = new AbortController();
  const finished = run(plan, handle, stopping.signal);
  // It is reported to whoever awaits it, which may be later than now.
  finished.catch(() => undefined);
  return {
    finished,
    stop: async () => {
      stopping.abort();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_PATIENCE_MS);
      });
      await Promise.race([finished, late]).finally(() => clearTimeout(timer));
    },
  };
}

async function run(
  { clock = systemClock, ...plan }: ArrivalPlan,
  handle: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (plan.ratePerSecond === 0) return untilAborted(signal);
  const inHand = new Set<Promise<void>>();
  const defects: unknown[] = [];
  for await (const _ of arrivals({ ...plan, clock, signal })) {
    const task: Promise<void> = handle(signal)
      .catch((error: unknown) => void defects.push(error))
      .finally(() => inHand.delete(task));
    inHand.add(task);
    if (inHand.size >= MOST_IN_HAND) await Promise.race(inHand);
    if (defects.length > 0) break;
  }
  await Promise.all(inHand);
  if (defects.length > 0) throw new AggregateError(defects, "the generator failed");
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
