import { MAX_ARRAY_EVENTS } from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import type { GeneratorCounts, GeneratorParts } from "../generator.js";
import { atOrBefore, type KnownFloor } from "../floor/known-floor.js";
import { GateEvents } from "../scenarios/gate-events.js";
import type { ScenarioPlan } from "../scenarios/scenario-plan.js";
import { bothSchedulesOf } from "../scenarios/schedule.js";

/** Events between two looks at the backlog of the pipeline. */
const AT_ONCE = 500;
/** With a larger backlog of events, publishing waits for the pipeline. */
const MOST_AHEAD = 4_000;
const LOOK_EVERY_MS = 5;

export interface BackfillProgress {
  /** Of the time of the history, 0 to 1. */
  readonly share: number;
  readonly published: number;
  readonly seconds: number;
}

export interface BackfillParts extends GeneratorParts {
  /** Messages that wait in the queues of the pipeline. */
  readonly backlog: () => Promise<number>;
  /** Whether such a message may hold many events. Default: it holds one. */
  readonly isPacked?: boolean;
  /** `undefined` when the floor is not known: then no event counts as too late. */
  readonly floor?: KnownFloor | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BackfillProgress) => void;
}

export interface Backfilled {
  /** All events due before this time are published, ms since 1970. */
  readonly untilMs: number;
  readonly entries: GeneratorCounts;
  readonly exits: GeneratorCounts;
}

/** The backends would park the rest of the history, and its visits would have no stays. */
export class TooLateHistoryError extends Error {
  /** @param fromMs - where the history begins, or goes on, ms since 1970 */
  constructor(fromMs: number, floorMs: number) {
    super(
      `the history from ${new Date(fromMs).toISOString()} on ${atOrBefore(floorMs)}; ` +
        "let the history begin later (--last, --until), or use a new store",
    );
    this.name = "TooLateHistoryError";
  }
}

/**
 * Publishes the past events of a scenario as fast as the pipeline takes them, entries and exits in the order of
 * time. The two queues may be consumed unevenly: a store forgets by its own clock, not by the times of the
 * events, and a stay that a late event changes is corrected.
 * @throws {TooLateHistoryError}
 * @throws what the broker answers when it refuses an event
 */
export async function backfill(
  plan: ScenarioPlan,
  untilMs: number,
  parts: BackfillParts,
): Promise<Backfilled> {
  const { clock = systemClock, truth, signal = new AbortController().signal } = parts;
  const startedMs = clock.now();
  const given = { ...parts, isCommand: true };
  const gates = { entry: new GateEvents("entry", given), exit: new GateEvents("exit", given) };
  const published = () => gates.entry.counts().published + gates.exit.counts().published;
  const mostAhead = parts.isPacked ? MOST_AHEAD / MAX_ARRAY_EVENTS : MOST_AHEAD;
  let underWay: Promise<void>[] = [];
  const catchUp = async (): Promise<void> => {
    await Promise.all(underWay);
    underWay = [];
    while (!signal.aborted && (await parts.backlog()) > mostAhead) await clock.sleep(LOOK_EVERY_MS);
  };
  truth?.run(plan);
  let reachedMs = untilMs;
  for (const { kind, occurrence } of bothSchedulesOf(plan)) {
    if (occurrence.dueMs >= untilMs) break;
    if (signal.aborted) {
      reachedMs = occurrence.dueMs;
      break;
    }
    const floorMs = parts.floor?.over(occurrence.dueMs);
    if (floorMs !== undefined) {
      await Promise.all(underWay);
      throw new TooLateHistoryError(occurrence.dueMs, floorMs);
    }
    const happening = gates[kind].happen(occurrence, signal);
    happening.catch(() => undefined); // thrown where all of them are awaited
    underWay.push(happening);
    if (underWay.length < AT_ONCE) continue;
    await catchUp();
    parts.onProgress?.({
      share: (occurrence.dueMs - plan.startMs) / (untilMs - plan.startMs),
      published: published(),
      seconds: (clock.now() - startedMs) / 1_000,
    });
  }
  await catchUp();
  return { untilMs: reachedMs, entries: gates.entry.counts(), exits: gates.exit.counts() };
}
