import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { createPlateHash, isHashedPlate } from "./plate-hash.js";
import { normalisePlate } from "./plate.js";

const hmac = (key: string) => (text: string) =>
  createHmac("sha256", key).update(text).digest("hex");
const under = (key: string) => createPlateHash(hmac(key));

it("is the same for the same plate and key, and for no other", () => {
  const hash = under("a key").of("AB123CD");
  expect(hash).toBe(under("a key").of("AB123CD"));
  expect(hash).not.toBe(under("a key").of("AB123CE"));
  expect(hash).not.toBe(under("another key").of("AB123CD"));
  expect(hash).toBe(`hmac:${hmac("a key")("boomgate plate 1\nAB123CD").slice(0, 32)}`);
});

it("cannot be taken for a plate, nor a plate for it", () => {
  const hash = under("a key").of("AB123CD");
  expect(isHashedPlate(hash)).toBe(true);
  expect(normalisePlate(hash)).toBeUndefined();
  for (const text of ["AB123CD", "hmac:", `${hash}0`, hash.toUpperCase(), ` ${hash}`]) {
    expect(isHashedPlate(text)).toBe(false);
  }
});

it("has a fingerprint of the key that is no hash of any plate", () => {
  const { fingerprint } = under("a key");
  expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprint).not.toBe(under("another key").fingerprint);
  expect(isHashedPlate(fingerprint)).toBe(false);
});
