const HASH = /^hmac:[0-9a-f]{32}$/;
const SHOWN_DIGITS = 10;
/** A mark alone would be drawn over the asterisk beside it. */
const CHARACTER_WITH_MARKS = /.\p{M}*/gsu;

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
  const characters = plate.match(CHARACTER_WITH_MARKS) ?? [];
  if (characters.length <= 2) return "*".repeat(characters.length);
  return `${characters[0]}${"*".repeat(characters.length - 2)}${characters.at(-1)}`;
}
