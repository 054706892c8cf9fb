import { elsewhereOf, type StorePlace } from "./store-place.js";
import type { EpochRegister } from "../ports/epoch-register.js";

/** A wrong address, database or prefix: a rebuild would make an empty place the true store. */
export class StoreElsewhereError extends Error {
  readonly code = "STORE_ELSEWHERE";

  constructor(elsewhere: string, here: string) {
    super(
      `the true store is ${elsewhere}\n` +
        `this is           ${here}\n` +
        "look at REDIS_URL, STORE_DATABASE and STORE_KEY_PREFIX; --here makes this one the true store",
    );
    this.name = "StoreElsewhereError";
  }
}

/**
 * Compares the configured store with the one that the last epoch names.
 * @throws {StoreElsewhereError}
 */
export async function checkPlace(register: EpochRegister, place: StorePlace): Promise<void> {
  const elsewhere = elsewhereOf(await register.newest(), place);
  if (elsewhere !== undefined) throw new StoreElsewhereError(elsewhere, place.name);
}
