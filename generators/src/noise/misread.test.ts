import fc from "fast-check";
import { expect, it } from "vitest";
import { Chance } from "../traffic/chance.js";
import { misread } from "./misread.js";

it("a misread plate differs in one character", () =>
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z0-9]{1,9}$/), fc.nat(), (plate, seed) => {
      const wrong = misread(plate, new Chance(seed));
      expect(wrong).toMatch(/^[A-Z0-9]+$/);
      expect(wrong).not.toBe(plate);
      const differences = [...plate].filter((one, index) => one !== wrong[index]);
      expect(differences).toHaveLength(1);
    }),
  ));

it.each([
  ["0", "O"],
  ["1", "I"],
  ["8", "B"],
  ["5", "S"],
  ["2", "Z"],
])("%s and %s are confused", (one, other) => {
  const readAs = (plate: string) =>
    new Set(Array.from({ length: 100 }, (_, seed) => misread(plate, new Chance(seed))));
  expect(readAs(one)).toContain(other);
  expect(readAs(other)).toContain(one);
});
