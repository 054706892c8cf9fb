import { isHashedPlate, maskPlate, shortPlate } from "./plate.js";

let isMasked = false;
/** @type {Set<() => void>} */
const listeners = new Set();

/** Masking is for who looks over the operator's shoulder; the API still sends plates in full. */
export const plates = {
  get areMasked() {
    return isMasked;
  },
  /** @param {boolean} masked */
  mask(masked) {
    isMasked = masked;
    for (const listener of listeners) listener();
  },
  /** @param {string} plate */
  show: (plate) => (isMasked ? maskPlate(shortPlate(plate)) : shortPlate(plate)),
  /** What the short form stands for, to search by it. @param {string} plate */
  tip: (plate) => (!isMasked && isHashedPlate(plate) ? plate : ""),
  /** @param {() => void} listener */
  onChange: (listener) => void listeners.add(listener),
};
