import { z } from "zod";

const kind = z.enum(["entry", "exit"]);
const instant = z.iso.datetime();

/** The lines of a truth file, each one JSON object. */
export const truthLine = z.discriminatedUnion("type", [
  /** First; again where another generator adds to the file. */
  z.object({
    type: z.literal("run"),
    scenario: z.string(),
    seed: z.int(),
    start: instant,
    time_scale: z.number(),
    noise: z.string(),
  }),
  /** A car came; `left_at` is when it leaves. */
  z.object({
    type: z.literal("visit"),
    visit: z.int(),
    plate: z.string(),
    lot_id: z.string(),
    entered_at: instant,
    left_at: instant,
  }),
  /** An event that reached the broker, and what was wrong with it. */
  z.object({
    type: z.literal("read"),
    visit: z.int(),
    kind,
    event_id: z.string(),
    gate_id: z.string(),
    plate: z.string(),
    stamped_at: instant,
    faults: z.array(z.string()),
  }),
  /** A car passed, and there was no event. */
  z.object({
    type: z.literal("lost"),
    visit: z.int(),
    kind,
    gate_id: z.string(),
    reason: z.enum(["missed", "silent"]),
  }),
  /** How far the generator of this kind came. */
  z.object({ type: z.literal("end"), kind, at: instant }),
]);

export type TruthLine = z.output<typeof truthLine>;
export type LineOf<Type extends TruthLine["type"]> = Extract<TruthLine, { type: Type }>;
