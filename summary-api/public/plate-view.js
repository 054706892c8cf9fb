import { isHashedPlate, maskPlate, shortPlate } from "./plate.js";

let isMasked = false;
/** @type {Set<() => void>} */
const listeners = new Set();

/** Masks plates on the screen only; the API still sends them in full. */
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
  /** The full plate of a short form, to search for it. @param {string} plate */
  tip: (plate) => (!isMasked && isHashedPlate(plate) ? plate : ""),
  /** @param {() => void} listener */
  onChange: (listener) => void listeners.add(listener),
};
