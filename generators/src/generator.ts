import type { EventExchanges } from "@boomgate/contracts";
import { type Running, TimeLimitError, within } from "@boomgate/platform/lifecycle";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { Logger, Registry } from "@boomgate/platform/telemetry";
import type { Tracer } from "@boomgate/platform/tracing";
import type { ParkedVehicles } from "./parked-vehicles/parked-vehicles.js";
import type { Clock } from "@boomgate/platform/clock";
import type { ScenarioPlan } from "./scenarios/scenario-plan.js";
import type { TruthWriter } from "./truth/truth-writer.js";

/** With so many events being published, the next arrival waits: bounds memory while a broker is away. */
const MOST_IN_HAND = 1_000;
const STOP_PATIENCE_MS = 5_000;

export interface GeneratorCounts {
  /** Confirmed by the broker, each event counted once. */
  readonly published: number;
  /** Given up at the stop: the broker may have them. */
  readonly uncertain: number;
}

export interface RunningGenerator extends Running {
  /** Resolves when `COUNT` events are done or the generator was stopped; rejects on a defect. */
  readonly finished: Promise<void>;
  counts(): GeneratorCounts;
}

/** What a generator works with; the embedded mode shares or replaces each part. */
export interface GeneratorParts {
  readonly broker: MessagePublisher;
  /** `eventExchangesOf` the queue names in use. */
  readonly exchanges: EventExchanges;
  readonly parkedVehicles: ParkedVehicles;
  readonly registry: Registry;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Begins a trace with each event. Default: a tracer that exports nothing. */
  readonly tracer?: Tracer;
  /** Part of every event id. Random, as a seed that is used twice must not repeat the ids. */
  readonly runId?: string;
  /** A scenario, instead of random plates at a rate. */
  readonly plan?: ScenarioPlan | undefined;
  /** Where the plan goes on, ms since 1970: what was due before has been published. */
  readonly resumeAtMs?: number | undefined;
  /** A command ends with what the broker refuses, as a person waits for it; a service tries again. */
  readonly isCommand?: boolean | undefined;
  /** Writes what really happened; only a scenario knows it. */
  readonly truth?: TruthWriter | undefined;
}

/** Where traffic comes from: what is to be handled, each when its time has come. */
type TrafficSource<T> = (signal: AbortSignal) => AsyncIterable<T>;

/** Calls `handle` for each item; its end is stop, the end of the source, or the first defect. */
export function startTraffic<T>(
  source: TrafficSource<T>,
  handle: (item: T, signal: AbortSignal) => Promise<void>,
): Running & { readonly finished: Promise<void> } {
  const stopping = new AbortController();
  const finished = run(source, handle, stopping.signal);
  // A rejection is handled by the caller, who may await it later than now.
  finished.catch(() => undefined);
  return {
    finished,
    stop: async () => {
      stopping.abort();
      await within(STOP_PATIENCE_MS, "the last events", finished).catch((error: unknown) => {
        if (!(error instanceof TimeLimitError)) throw error;
      });
    },
  };
}

async function run<T>(
  source: TrafficSource<T>,
  handle: (item: T, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const inHand = new Set<Promise<void>>();
  const defects: unknown[] = [];
  for await (const item of source(signal)) {
    const task: Promise<void> = handle(item, signal)
      .catch((error: unknown) => void defects.push(error))
      .finally(() => inHand.delete(task));
    inHand.add(task);
    if (inHand.size >= MOST_IN_HAND) await Promise.race(inHand);
    if (defects.length > 0) break;
  }
  await Promise.all(inHand);
  if (defects.length > 0) throw new AggregateError(defects, "the generator failed");
}
