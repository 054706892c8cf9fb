const LEAST_CHARACTERS = 32;

/**
 * Keys of receipts: the first one seals, each of them opens.
 * @param text - one key a line; empty lines and those that begin with # are left out
 * @throws {Error} with a sentence that says what is wrong
 */
export function parseReceiptKeys(text: string): readonly string[] {
  const keys = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (keys.length === 0) throw new Error("must hold a key");
  if (keys.some((key) => key.length < LEAST_CHARACTERS)) {
    throw new Error(`must hold keys of ${LEAST_CHARACTERS} characters or more, one a line`);
  }
  return keys;
}
