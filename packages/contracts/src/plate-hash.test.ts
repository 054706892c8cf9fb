import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { createPlateHash, isHashedPlate } from "./plate-hash.js";
import { normalisePlate } from "./plate.js";

it("is the same for the same plate and key, and for no other", () => {
  const hash = createPlateHash("a key").of("AB123CD");
  expect(hash).toBe(createPlateHash("a key").of("AB123CD"));
  expect(hash).not.toBe(createPlateHash("a key").of("AB123CE"));
  expect(hash).not.toBe(createPlateHash("another key").of("AB123CD"));
});

it("is the beginning of an HMAC-SHA-256", () => {
  const hmac = createHmac("sha256", "a key").update("boomgate plate 1\nAB123CD").digest("hex");
  expect(createPlateHash("a key").of("AB123CD")).toBe(`hmac:${hmac.slice(0, 32)}`);
});

it("cannot be taken for a plate, nor a plate for it", () => {
  const hash = createPlateHash("a key").of("AB123CD");
  expect(isHashedPlate(hash)).toBe(true);
  expect(normalisePlate(hash)).toBeUndefined();
  for (const text of ["AB123CD", "hmac:", `${hash}0`, hash.toUpperCase(), ` ${hash}`]) {
    expect(isHashedPlate(text)).toBe(false);
  }
});

it("has a fingerprint of the key that is no hash of any plate", () => {
  const { fingerprint } = createPlateHash("a key");
  expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprint).not.toBe(createPlateHash("another key").fingerprint);
  expect(isHashedPlate(fingerprint)).toBe(false);
});
