/** No plate holds a colon, so none looks like this. */
const HASH = /^hmac:[0-9a-f]{32}$/;
const HEX_DIGITS = 32;

/** What the key is used for, so that no value made for one purpose serves another. */
const PLATE = "boomgate plate 1\n";
const KEY = "boomgate key 1\n";

/** Plates under a key: whoever has not the key cannot try plates until one fits. */
export interface PlateHash {
  /** @param plate - normalised; one plate has one hash: "hmac:" and 128 bits in hex */
  readonly of: (plate: string) => string;
  /** Tells keys apart and reveals nothing of them. */
  readonly fingerprint: string;
}

/** @param hmac - HMAC-SHA-256 under the key, in hex */
export function createPlateHash(hmac: (text: string) => string): PlateHash {
  const digest = (text: string) => hmac(text).slice(0, HEX_DIGITS);
  return { of: (plate) => `hmac:${digest(PLATE + plate)}`, fingerprint: digest(KEY) };
}

/** Whether a sink sent this in the place of a plate, as it was told to keep none. */
export const isHashedPlate = (text: string): boolean => HASH.test(text);
