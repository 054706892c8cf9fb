/** Fields of an event that say nothing of a vehicle. */
const SAFE_FIELDS: ReadonlySet<string> = new Set([
  "id",
  "lot_id",
  "gate_id",
  "confidence",
  "entry_date_time",
  "exit_date_time",
]);

/** An unknown key may be a plate; a word is none. */
const WORD = /^[a-z_-]{1,40}$/i;

const MAX_DEPTH = 8;

/**
 * The JSON text without anything that may be a plate. Works on the parsed value, as a pattern would miss escaped
 * keys, lists and other fields.
 * @returns undefined when the text is no JSON
 */
export function maskedJson(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return JSON.stringify(masked(value, false, MAX_DEPTH));
}

function masked(value: unknown, isSafe: boolean, depth: number): unknown {
  if (typeof value === "string") return isSafe ? value : starsFor(value);
  if (typeof value === "number") return isSafe ? value : "***";
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return "…";
  if (Array.isArray(value)) return value.map((one) => masked(one, false, depth - 1));
  // Not by assignment: a key may be "__proto__".
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      WORD.test(key) ? key : starsFor(key),
      masked(one, SAFE_FIELDS.has(key), depth - 1),
    ]),
  );
}

/** As many stars as characters, so that an empty text is seen; at most 40. */
const starsFor = (text: string) => "*".repeat(Math.min([...text].length, 40));
