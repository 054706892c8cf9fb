import type { Act } from "./act.js";

export interface Choice {
  readonly acts: readonly Act[];
  /** Too small for ranges that are divided so much. */
  readonly skipped: readonly Act[];
}

/** Those of `acts`, and of what happens beside them, whose fault is seen in ranges divided by `factor`. */
export function chooseActs(acts: readonly Act[], factor: number): Choice {
  const skipped: Act[] = [];
  const choose = (of: readonly Act[]): readonly Act[] =>
    of.flatMap((act) => {
      if (factor <= (act.greatestFactor ?? Infinity)) {
        return [{ ...act, meanwhile: choose(act.meanwhile ?? []) }];
      }
      skipped.push(act);
      return choose(act.meanwhile ?? []);
    });
  return { acts: choose(acts), skipped };
}
