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
