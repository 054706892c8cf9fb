import type { CameraRead, LostPassage } from "../noise/camera-read.js";
import { Cameras } from "../noise/cameras.js";
import { EarliestFirst } from "../traffic/earliest-first.js";
import type { ScenarioPlan } from "./scenario-plan.js";
import { type Visit, visitsOf } from "./visits.js";

/** Something that happens at a gate, or an event to be published. */
export type Occurrence = { readonly dueMs: number } & (
  | { readonly what: "visit"; readonly visit: Visit }
  | { readonly what: "lost"; readonly lost: LostPassage }
  | { readonly what: "read" | "copy"; readonly read: CameraRead }
);

/**
 * What happens at the gates of one kind, in the order of time, without end. Both kinds see the same visits, also in
 * two processes: the visits depend only on the plan.
 */
export function* scheduleOf(
  plan: ScenarioPlan,
  kind: "entry" | "exit",
): Generator<Occurrence, never> {
  const cameras = new Cameras(plan.noise, plan.seed, plan.startMs);
  const waiting = new EarliestFirst<Occurrence>();
  for (const visit of visitsOf(plan.scenario, plan)) {
    // Nothing of a later visit is due before that visit begins.
    while (waiting.nextMs < visit.enteredMs) yield waiting.take() as Occurrence;
    for (const occurrence of occurrencesOf(visit, kind, cameras)) {
      waiting.put(occurrence.dueMs, occurrence);
    }
  }
  throw new Error("the visits ended"); // they have no end
}

function* occurrencesOf(
  visit: Visit,
  kind: "entry" | "exit",
  cameras: Cameras,
): Generator<Occurrence> {
  yield { dueMs: visit.enteredMs, what: "visit", visit };
  const seen = cameras.see(visit, kind);
  if ("reason" in seen) {
    yield { dueMs: seen.dueMs, what: "lost", lost: seen };
    return;
  }
  for (const read of seen) {
    yield { dueMs: read.dueMs, what: "read", read };
    if (read.copyDueMs !== undefined) yield { dueMs: read.copyDueMs, what: "copy", read };
  }
}

/** What happens at all gates, in the order of time, without end. */
export function* bothSchedulesOf(
  plan: ScenarioPlan,
): Generator<{ readonly kind: "entry" | "exit"; readonly occurrence: Occurrence }, never> {
  const entries = scheduleOf(plan, "entry");
  const exits = scheduleOf(plan, "exit");
  let entry: Occurrence = entries.next().value;
  let exit: Occurrence = exits.next().value;
  for (;;) {
    if (entry.dueMs <= exit.dueMs) {
      yield { kind: "entry", occurrence: entry };
      entry = entries.next().value;
    } else {
      yield { kind: "exit", occurrence: exit };
      exit = exits.next().value;
    }
  }
}
