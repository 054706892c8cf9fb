import fc from "fast-check";
import { expect, it } from "vitest";
import { maskPlate, MAX_PLATE_CHARACTERS, normalisePlate } from "./index.js";

it.each([
  ["AB123CD", "AB123CD"],
  ["ab 123-cd", "AB123CD"],
  [" a.b·1_2/3 ", "AB123"],
  ["M-ÄÖ 1", "MÄÖ1"],
  ["ма123б", "МА123Б"],
  ["品川 330 あ 12-34", "品川330あ1234"],
  ["ＡＢ１２", "AB12"], // full width
  ["A\u0308B1", "ÄB1"], // a letter and its dots apart
  ["ﬁ1", "FI1"],
  ["A🚗B", "AB"],
  ["A\u0000\u202eB", "AB"],
  ["A\ud800B", "AB"],
  ["A".repeat(16), "A".repeat(16)],
  ["𝐀".repeat(16), "A".repeat(16)],
  ["\u1100-\u1161", "가"], // two Korean letters that become one character without the dash
  ["ΐ", "Ϊ"],
])("%j becomes %s", (raw, plate) => {
  expect(normalisePlate(raw)).toBe(plate);
});

it.each(["", "   ", "---", "🚗", "A".repeat(17), "A".repeat(200), "-".repeat(10_000_000)])(
  "row %# is no plate",
  (raw) => {
    expect(normalisePlate(raw)).toBeUndefined();
  },
);

it("is normalised once and for all: again changes nothing", () =>
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 12 }), (raw) => {
      const plate = normalisePlate(raw);
      if (plate === undefined) return;
      expect(normalisePlate(plate)).toBe(plate);
      expect(plate).toMatch(/^[\p{L}\p{Nd}]+$/u);
      expect([...plate].length).toBeLessThanOrEqual(MAX_PLATE_CHARACTERS);
    }),
    { numRuns: 2_000 },
  ));

it("does not change when separators or case do", () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(..."ABCXYZ0189"), { minLength: 1, maxLength: 16 }),
      fc.array(fc.constantFrom("", " ", "-", ".", "\t"), { minLength: 17, maxLength: 17 }),
      (characters, gaps) => {
        const spelled = characters.map((each, index) => gaps[index] + each.toLowerCase()).join("");
        expect(normalisePlate(spelled)).toBe(characters.join(""));
      },
    ),
  ));

it.each([
  ["AB123CD", "A*****D"],
  ["ABC", "A*C"],
  ["AB", "**"],
  ["A", "*"],
  ["品川3", "品*3"],
])("%s is masked as %s", (plate, masked) => {
  expect(maskPlate(plate)).toBe(masked);
});
