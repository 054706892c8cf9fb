const NORMAL = /^[A-Z0-9]{1,16}$/;
const NOT_LETTER_OR_DIGIT = /[^\p{L}\p{Nd}]/gu;
export const MAX_PLATE_CHARACTERS = 16;

/**
 * The form in which plates are compared: upper case, letters and digits of any script, nothing else.
 * @returns "AB123CD" for "ab 123-cd"; `undefined` unless 1 to 16 characters are left
 */
export function normalisePlate(raw: string): string | undefined {
  if (NORMAL.test(raw)) return raw;
  if (raw.length > 256) return undefined;
  const upperCase = compose(compose(raw).toUpperCase());
  const plate = compose(upperCase.replace(NOT_LETTER_OR_DIGIT, ""));
  const characters = [...plate].length;
  return characters >= 1 && characters <= MAX_PLATE_CHARACTERS ? plate : undefined;
}

/** One spelling for characters that look the same; after every step, as each may part or join some. */
const compose = (text: string) => text.normalize("NFKC");

/** Keeps what an operator needs to recognise a plate, hides who it is: "AB123CD" becomes "A*****D". */
export function maskPlate(plate: string): string {
  const characters = [...plate];
  if (characters.length <= 2) return "*".repeat(characters.length);
  return `${characters[0]}${"*".repeat(characters.length - 2)}${characters.at(-1)}`;
}
