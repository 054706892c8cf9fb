import { expect, it } from "vitest";
import { lossOf, newEpoch } from "./epoch-value.js";
import { elsewhereOf, storePlaceOf } from "./store-place.js";

const settings = { REDIS_URL: "redis://me:s3cret@redis", STORE_DATABASE: 1 };
const place = storePlaceOf({ ...settings, STORE_KEY_PREFIX: undefined });

it("names the place without a password", () => {
  expect(place.name).toBe("database 1 of Redis at redis:6379, keys plate:*");
});

it.each([
  { STORE_KEY_PREFIX: "a." },
  { STORE_KEY_PREFIX: undefined, STORE_DATABASE: 0 },
  { STORE_KEY_PREFIX: undefined, REDIS_URL: "redis://redis:6380" },
])("distinguishes it from %j", (changed) => {
  const other = storePlaceOf({ ...settings, ...changed });
  expect(elsewhereOf(newEpoch(place.name), other)).toBe(place.name);
  expect(elsewhereOf(lossOf(newEpoch(place.name)), other)).toBe(place.name);
  expect(elsewhereOf(newEpoch(other.name), other)).toBeUndefined();
});

it("gives no place for an epoch that was entered without one", () => {
  expect(elsewhereOf(undefined, place)).toBeUndefined();
  expect(elsewhereOf("epoch 1", place)).toBeUndefined();
});
