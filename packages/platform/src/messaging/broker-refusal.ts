/** Reply codes of AMQP for which another attempt fails as well: missing rights, and faults of the message. */
const IN_WORDS = /(?:ACCESS_REFUSED|PRECONDITION_FAILED)[^"]*/;
const BY_CODE: Readonly<Record<number, string>> = {
  403: "ACCESS_REFUSED",
  406: "PRECONDITION_FAILED",
};
/** Causes may go in a circle. */
const DEEPEST = 6;

/**
 * Why the broker would refuse a publish again, in its own words: "ACCESS_REFUSED - write access to
 * exchange ...".
 * @returns `undefined` for what may pass: a lost connection, a full queue, an exchange that is gone
 */
export function brokerRefusalOf(error: unknown): string | undefined {
  let name: string | undefined;
  let at = error;
  for (let depth = 0; at instanceof Error && depth < DEEPEST; depth += 1) {
    const [words] = IN_WORDS.exec(at.message) ?? [];
    if (words !== undefined) return words;
    name ??= BY_CODE[Number((at as { readonly code?: unknown }).code)];
    at = at.cause;
  }
  return name;
}
