import { numberOf, type Tree } from "./tree.js";

/**
 * @param usualMax - what certain is to this vendor: 1, 100
 * @param setMax - of the camera's settings
 * @returns 0 to 1; `undefined` for what cannot be a confidence, such as 160 of 100
 */
export function confidenceOf(
  value: Tree,
  usualMax: number,
  setMax: number | undefined,
): number | undefined {
  const number = numberOf(value);
  if (number === undefined) return undefined;
  const max = setMax ?? usualMax;
  // Divided as decimals are written: 93.5 % is 0.935, not 0.9350000000000001.
  const share = Number((number / max).toFixed(6));
  return number >= 0 && number <= max ? share : undefined;
}
