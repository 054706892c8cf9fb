import { oldDocumentPattern } from "./history-keys.js";

/** What an earlier release wrote is not read by this one. */
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

/** Some millions of keys can be looked at by then; a larger store has many of the old ones, if any. */
const LOOKS_FOR_MS = 3_000;
/** Few enough that nothing else waits for more than some milliseconds. */
const KEYS_AT_ONCE = 5_000;

/**
 * Looks at the keys, for a while.
 * @param place - where the store is, for a person
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
