import { DEFAULT_NO_PLATE_WORDS } from "./no-plate-words.js";
import { comparedForm } from "./plate.js";
import type { PlateFolding } from "./plate-folding.js";

/** What cameras write in the place of a plate when they read none. */
export interface NoPlateWords {
  /** @param compared - of `comparedForm` under the same folding */
  has(compared: string, folding: PlateFolding): boolean;
}

const ALL_ZERO = /^0+$/;

/** Finds texts that mean "no plate": only separators, only zeros, or one of these words, which are compared as plates are. */
export function createNoPlateWords(words: readonly string[]): NoPlateWords {
  const folded = new Map<PlateFolding, ReadonlySet<string>>();
  const wordsOf = (folding: PlateFolding) => {
    const known = folded.get(folding);
    if (known) return known;
    const compared = new Set(words.map((word) => comparedForm(word, folding) ?? ""));
    folded.set(folding, compared);
    return compared;
  };
  return {
    has: (compared, folding) =>
      compared === "" ||
      (compared.startsWith("0") && ALL_ZERO.test(compared)) ||
      wordsOf(folding).has(compared),
  };
}

export const DEFAULT_NO_PLATE = createNoPlateWords(DEFAULT_NO_PLATE_WORDS);

/**
 * @param text - words separated by commas: instead of the built-in ones, or each with + or - before it to
 *   add it to them or take it out: "+tbd, -na"
 * @throws {Error} with a sentence when it holds no word, or some with a sign and some without
 */
export function parseNoPlateWords(text: string): NoPlateWords {
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length === 0) throw new Error("must hold a word");
  const signed = words.filter((word) => SIGNED.test(word));
  if (signed.length === 0) return createNoPlateWords(words);
  if (signed.length < words.length) {
    throw new Error("must have + or - before every word, or before none");
  }
  const withSign = (sign: string) =>
    signed.filter((word) => word.startsWith(sign)).map((word) => word.slice(1));
  const taken = createNoPlateWords(withSign("-"));
  const all = createNoPlateWords([...DEFAULT_NO_PLATE_WORDS, ...withSign("+")]);
  const isNothing = createNoPlateWords([]);
  return {
    has: (compared, folding) =>
      all.has(compared, folding) &&
      (isNothing.has(compared, folding) || !taken.has(compared, folding)),
  };
}

/** A word such as "--" is no word with a sign. */
const SIGNED = /^[+-]\s*[\p{L}\p{N}]/u;
