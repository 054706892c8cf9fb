import { DEFAULT_FOLDING, type PlateFolding } from "./plate-folding.js";

/** A Thai plate with its province has 22. */
export const MAX_PLATE_CHARACTERS = 24;
/** Of any spelling, in UTF-16 units; a longer text is no plate. */
const MAX_PLATE_TEXT = 256;

const NORMAL = /^[A-Z0-9]{1,24}$/;
const ASCII = /^[\0-\x7f]*$/;
const NOT_IN_ASCII_PLATES = /[^A-Z0-9]+/g;
/** What is not seen or only frames a character; a stretched Arabic line and a Japanese dash are separators. */
const NOT_SEEN = /[\p{Default_Ignorable_Code_Point}\p{Me}\u0640\u30fc]+/gu;
/** A mark belongs to the character before it, and is none of the plate when that is none. */
const MARKS_OF_NOTHING = /(?<![\p{L}\p{N}\p{M}])\p{M}+/gu;
const SEPARATORS = /[^\p{L}\p{N}\p{M}]+/gu;
const DECIMAL = /^\p{Nd}$/u;
/** What Turkish software makes of an i in upper case. */
const DOTTED_I = /I\u0307+/g;

/**
 * The form in which plates are compared: upper case; letters, their marks and digits, nothing else.
 * @param folding - of the lot that the plate was read in
 * @returns "AB123CD" for "ab 123-cd"; `undefined` unless 1 to 24 characters are left
 * @see docs/plates.md - what is equal to what, and why
 */
export function normalisePlate(
  raw: string,
  folding: PlateFolding = DEFAULT_FOLDING,
): string | undefined {
  if (NORMAL.test(raw)) return raw;
  const plate = comparedForm(raw, folding);
  return plate !== undefined && isPlate(plate) ? plate : undefined;
}

/** @param compared - of `comparedForm` */
export const isPlate = (compared: string): boolean =>
  compared !== "" &&
  (compared.length <= MAX_PLATE_CHARACTERS || [...compared].length <= MAX_PLATE_CHARACTERS);

/** @returns "" when nothing is left of it, `undefined` when it is too long for a plate in any spelling */
export function comparedForm(raw: string, folding: PlateFolding): string | undefined {
  if (NORMAL.test(raw)) return raw;
  if (raw.length > MAX_PLATE_TEXT) return undefined;
  if (ASCII.test(raw)) return raw.toUpperCase().replace(NOT_IN_ASCII_PLATES, "");
  const seen = compose(compose(raw).toUpperCase()).replace(NOT_SEEN, "");
  const characters = seen.replace(MARKS_OF_NOTHING, "").replace(SEPARATORS, "");
  return fold(characters, folding);
}

/** One spelling for characters that look the same; after every step, as each may part or join some. */
const compose = (text: string) => text.normalize("NFKC");

function fold(characters: string, { letters }: PlateFolding): string {
  let folded = "";
  // Without its marks a letter is looked up, and then gets them back: Ё is compared as Ë.
  for (const character of characters.normalize("NFD")) {
    if (character <= "\x7f") folded += character;
    else if (character === "ẞ") folded += "SS"; // as the small one, in upper case
    else if (DECIMAL.test(character)) folded += valueOf(character);
    else folded += letters.get(character) ?? character;
  }
  return compose(folded.replace(DOTTED_I, "I"));
}

/** Digits of a script stand in a row from 0 to 9, and rows that touch are whole. */
function valueOf(digit: string): number {
  const codePoint = digit.codePointAt(0) as number;
  let first = codePoint;
  while (DECIMAL.test(String.fromCodePoint(first - 1))) first -= 1;
  return (codePoint - first) % 10;
}

/** Keeps what an operator needs to recognise a plate, hides who it is: "AB123CD" becomes "A*****D". */
export function maskPlate(plate: string): string {
  const characters = plate.match(CHARACTER_WITH_MARKS) ?? [];
  if (characters.length <= 2) return "*".repeat(characters.length);
  return `${characters[0]}${"*".repeat(characters.length - 2)}${characters.at(-1)}`;
}

/** A mark alone would be drawn over the asterisk beside it. */
const CHARACTER_WITH_MARKS = /.\p{M}*/gsu;
