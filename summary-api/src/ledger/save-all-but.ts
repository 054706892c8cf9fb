import type { ReadOutcome } from "@boomgate/contracts";
import { OutcomeRefusedError } from "../store/reads/outcome-refused-error.js";

/** Outcomes that the database does not take, each with the reason. */
export type RefusedOutcomes = ReadonlyMap<ReadOutcome, OutcomeRefusedError>;

const NONE: RefusedOutcomes = new Map();

/**
 * Saves all outcomes but those that the database refuses. A refused batch is saved in halves, so one refused outcome
 * among n costs about 2 log n saves.
 * @param save - saves all of them, or none and throws an `OutcomeRefusedError`
 * @throws what `save` throws beside that; some may have been saved
 */
export async function saveAllBut(
  outcomes: readonly ReadOutcome[],
  save: (outcomes: readonly ReadOutcome[]) => Promise<void>,
): Promise<RefusedOutcomes> {
  try {
    await save(outcomes);
    return NONE;
  } catch (error) {
    if (!(error instanceof OutcomeRefusedError)) throw error;
    const [first] = outcomes;
    if (first !== undefined && outcomes.length === 1) return new Map([[first, error]]);
    const middle = Math.ceil(outcomes.length / 2);
    const before = await saveAllBut(outcomes.slice(0, middle), save);
    const after = await saveAllBut(outcomes.slice(middle), save);
    return new Map([...before, ...after]);
  }
}
