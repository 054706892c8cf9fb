const HASH = /^hmac:[0-9a-f]{32}$/;
const SHOWN_DIGITS = 10;
/** Splits into user-perceived characters: a combining mark alone would be drawn over the asterisk. */
const CHARACTER_WITH_MARKS = /.\p{M}*/gsu;

/** Whether a plate is a hash. @param {string} plate */
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
 * Masks a plate except for its first and last character.
 * @param {string} plate "AB123CD"
 * @returns {string} "A*****D"
 */
export function maskPlate(plate) {
  const characters = plate.match(CHARACTER_WITH_MARKS) ?? [];
  if (characters.length <= 2) return "*".repeat(characters.length);
  return `${characters[0]}${"*".repeat(characters.length - 2)}${characters.at(-1)}`;
}
