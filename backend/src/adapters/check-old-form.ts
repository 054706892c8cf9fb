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

/** Enough to meet one of many, and few in a store that holds other keys. */
const LOOKS_AT_MOST = 20;
const KEYS_AT_ONCE = 1_000;

/**
 * Looks at some of the keys.
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
  for (let looks = 0; looks < LOOKS_AT_MOST; looks += 1) {
    const found = await redis.scan(cursor, options);
    if (found.keys.length > 0) throw new StoreOldFormError(place);
    cursor = String(found.cursor);
    if (cursor === "0") return;
  }
}
