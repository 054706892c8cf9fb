import { setImmediate as turn } from "node:timers/promises";
import { type Clock, systemClock } from "@boomgate/platform/clock";
import { type GeneratorParts, type RunningGenerator, startTraffic } from "../generator.js";
import { GateEvents } from "./gate-events.js";
import { Pace } from "./pace.js";
import type { ScenarioPlan } from "./scenario-plan.js";
import { type Occurrence, scheduleOf } from "./schedule.js";

/** Whoever is late still lets the rest of its process take a turn. */
const BEHIND_AT_ONCE = 100;

/** What happens at the gates of one kind; the truth is told as it happens. */
export function startScenario(
  kind: "entry" | "exit",
  plan: ScenarioPlan,
  parts: GeneratorParts,
  count = Infinity,
): RunningGenerator {
  const { clock = systemClock, truth } = parts;
  const gates = new GateEvents(kind, parts);
  const fromMs = parts.resumeAtMs ?? plan.startMs;
  const pace = new Pace(fromMs, plan.timeScale, clock.now());
  const progress = { nextMs: fromMs, reads: 0 };
  truth?.run(plan);
  const running = startTraffic(
    (signal) => inTime(plan, kind, { clock, pace, signal, progress, count, fromMs }),
    (occurrence, signal) => gates.happen(occurrence, signal),
  );
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    const endMs = Math.min(pace.scenarioMs(clock.now()), progress.nextMs - 1);
    await running.stop();
    truth?.end(kind, endMs);
  };
  return {
    ...running,
    stop: () => (ending ??= end()),
    counts: () => gates.counts(),
  };
}

interface Course {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly count: number;
  /** What was due until then has happened before. */
  readonly fromMs: number;
  /** How far it has come. */
  readonly progress: { nextMs: number; reads: number };
}

async function* inTime(
  plan: ScenarioPlan,
  kind: "entry" | "exit",
  { clock, pace, signal, count, progress, fromMs }: Course,
): AsyncGenerator<Occurrence> {
  let behind = 0;
  for (const occurrence of scheduleOf(plan, kind)) {
    if (occurrence.dueMs < fromMs) {
      if ((behind += 1) % BEHIND_AT_ONCE === 0) await turn();
      continue;
    }
    progress.nextMs = occurrence.dueMs;
    const waitMs = pace.clockMs(occurrence.dueMs) - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, signal).catch(() => undefined); // stopping ends it
    else if ((behind += 1) % BEHIND_AT_ONCE === 0) await turn();
    if (signal.aborted || progress.reads >= count) return;
    if (occurrence.what === "read") progress.reads += 1;
    yield occurrence;
  }
}
