import { oldDocumentPattern } from "./history-keys.js";

/** The histories were written by a release whose form this one does not read. */
export class StoreOldFormError extends Error {
  readonly code = "STORE_OLD_FORM";

  constructor(place: string) {
    super(
      `${place} holds plate histories of an earlier form; empty that database or set another ` +
        "STORE_KEY_PREFIX, then run npm run rebuild -- --here",
    );
    this.name = "StoreOldFormError";
  }
}

/** Enough for some millions of keys; a larger store has many old keys, if any. */
const LOOKS_FOR_MS = 3_000;
/** So few that other commands wait for some milliseconds at most. */
const KEYS_AT_ONCE = 5_000;

/**
 * Searches for keys of an earlier form, for a limited time.
 * @param place - where the store is, for the error message
 * @throws {StoreOldFormError}
 */
export async function checkOldForm(
  redis: {
    scan(
      cursor: string,
      options: { MATCH: string; COUNT: number },
    ): Promise<{
      readonly cursor: unknown;
      readonly keys: readonly unknown[];
    }>;
  },
  keyPrefix: string,
  place: string,
): Promise<void> {
  const options = { MATCH: oldDocumentPattern(keyPrefix), COUNT: KEYS_AT_ONCE };
  let cursor = "0";
  const endMs = performance.now() + LOOKS_FOR_MS;
  while (performance.now() < endMs) {
    const found = await redis.scan(cursor, options);
    if (found.keys.length > 0) throw new StoreOldFormError(place);
    cursor = String(found.cursor);
    if (cursor === "0") return;
  }
}
