const NOT_LETTER_OR_DIGIT = /[^\p{L}\p{Nd}]/gu;

/** One spelling for characters that look the same. */
const compose = (/** @type {string} */ text) => text.normalize("NFKC");

/**
 * The form in which stays carry their plate; a test holds it to what the API does.
 * @param {string} raw "ab 123-cd"
 * @returns {string} "AB123CD"
 */
export function normalisePlate(raw) {
  const upperCase = compose(compose(raw).toUpperCase());
  return compose(upperCase.replace(NOT_LETTER_OR_DIGIT, ""));
}

const HASH = /^hmac:[0-9a-f]{32}$/;
const SHOWN_DIGITS = 10;

/** Whether the API keeps no plates, but hashes of them. @param {string} plate */
export const isHashedPlate = (plate) => HASH.test(plate);

/**
 * Short enough for a table, long enough that two cars of a day hardly look the same.
 * @param {string} plate
 * @returns {string} "#3fa29c1b42" for a hash, else the plate
 */
export function shortPlate(plate) {
  if (!isHashedPlate(plate)) return plate;
  const start = plate.indexOf(":") + 1;
  return `#${plate.slice(start, start + SHOWN_DIGITS)}`;
}

/**
 * Keeps what an operator needs to recognise a plate, hides who it is.
 * @param {string} plate "AB123CD"
 * @returns {string} "A*****D"
 */
export function maskPlate(plate) {
  const characters = [...plate];
  if (characters.length <= 2) return "*".repeat(characters.length);
  return `${characters[0]}${"*".repeat(characters.length - 2)}${characters.at(-1)}`;
}
