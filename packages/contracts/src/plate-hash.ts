import { createHmac } from "node:crypto";

/** No plate holds a colon, so no plate looks like a hash. */
const HASH = /^hmac:[0-9a-f]{32}$/;
const HEX_DIGITS = 32;

/** Hashed before the plate or for the key alone, so that no value made for one purpose serves another. */
const PLATE = "boomgate plate 1\n";
const KEY = "boomgate key 1\n";

/** Hashes of plates under a key: without the key, nobody can find a plate by hashing all plates. */
export interface PlateHash {
  /** @param plate - normalised; one plate has one hash: "hmac:" and 128 bits in hex */
  readonly of: (plate: string) => string;
  /** Differs between keys, and reveals nothing about its key. */
  readonly fingerprint: string;
}

/** HMAC-SHA-256 under the key, cut to 128 bits. */
export function createPlateHash(key: string): PlateHash {
  const digest = (text: string) =>
    createHmac("sha256", key).update(text).digest("hex").slice(0, HEX_DIGITS);
  return { of: (plate) => `hmac:${digest(PLATE + plate)}`, fingerprint: digest(KEY) };
}

/** Whether a text that stands for a plate is a hash, as a sink with PLATE_PEPPER sends it. */
export const isHashedPlate = (text: string): boolean => HASH.test(text);
