import { systemClock } from "@boomgate/platform/clock";
import type { GeneratorCounts, GeneratorParts } from "../generator.js";
import { GateEvents } from "../scenarios/gate-events.js";
import type { ScenarioPlan } from "../scenarios/scenario-plan.js";
import { bothSchedulesOf } from "../scenarios/schedule.js";

/** Between two looks at what the pipeline has not done yet. */
const AT_ONCE = 500;
/** With more than that before it, the pipeline is let catch up. */
const MOST_AHEAD = 4_000;
const LOOK_EVERY_MS = 5;
/**
 * So much time of the scenario is on its way at most. Two queues are not consumed evenly, and an exit that
 * comes a day after later reads of its plate is too late (CORRECTION_WINDOW_MS).
 */
const LONGEST_ON_THE_WAY_MS = 4 * 3_600_000;

export interface BackfillProgress {
  /** Of the time to fill, 0 to 1. */
  readonly share: number;
  readonly published: number;
  readonly seconds: number;
}

export interface BackfillParts extends GeneratorParts {
  /** Messages that the pipeline has before it. */
  readonly backlog: () => Promise<number>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BackfillProgress) => void;
}

export interface Backfilled {
  /** How far it came: all that was due before has happened. */
  readonly untilMs: number;
  readonly entries: GeneratorCounts;
  readonly exits: GeneratorCounts;
}

/**
 * Lets a scenario happen as fast as the pipeline takes it, both kinds of gates in the order of time: the
 * gates of one kind must not run days ahead of the others, as the pipeline forgets.
 * @throws what the broker refuses
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
  let underWay: Promise<void>[] = [];
  const catchUp = async (mostAhead: number): Promise<void> => {
    await Promise.all(underWay);
    underWay = [];
    while (!signal.aborted && (await parts.backlog()) > mostAhead) await clock.sleep(LOOK_EVERY_MS);
  };
  let arrivedMs = plan.startMs;
  truth?.run(plan);
  let reachedMs = untilMs;
  for (const { kind, occurrence } of bothSchedulesOf(plan)) {
    if (occurrence.dueMs >= untilMs) break;
    if (signal.aborted) {
      reachedMs = occurrence.dueMs;
      break;
    }
    if (occurrence.dueMs - arrivedMs > LONGEST_ON_THE_WAY_MS) {
      await catchUp(0);
      arrivedMs = occurrence.dueMs;
    }
    const happening = gates[kind].happen(occurrence, signal);
    happening.catch(() => undefined); // thrown when they are awaited
    underWay.push(happening);
    if (underWay.length < AT_ONCE) continue;
    await catchUp(MOST_AHEAD);
    parts.onProgress?.({
      share: (occurrence.dueMs - plan.startMs) / (untilMs - plan.startMs),
      published: published(),
      seconds: (clock.now() - startedMs) / 1_000,
    });
  }
  await catchUp(MOST_AHEAD);
  return { untilMs: reachedMs, entries: gates.entry.counts(), exits: gates.exit.counts() };
}
