import { setImmediate as turn } from "node:timers/promises";
import { type Clock, systemClock } from "@boomgate/platform/clock";
import { type GeneratorParts, type RunningGenerator, startTraffic } from "../generator.js";
import { GateEvents } from "./gate-events.js";
import { Pace } from "./pace.js";
import type { ScenarioPlan } from "./scenario-plan.js";
import { type Occurrence, scheduleOf } from "./schedule.js";

/** After so many overdue events, other work of the process gets a turn. */
const BEHIND_AT_ONCE = 100;

/** Publishes what happens at the gates of one kind, at its time, and writes the truth of it. */
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

interface Timing {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly count: number;
  /** What was due before this time has been published, ms since 1970. */
  readonly fromMs: number;
  /** Time of the next event, and the reads so far. */
  readonly progress: { nextMs: number; reads: number };
}

async function* inTime(
  plan: ScenarioPlan,
  kind: "entry" | "exit",
  { clock, pace, signal, count, progress, fromMs }: Timing,
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
