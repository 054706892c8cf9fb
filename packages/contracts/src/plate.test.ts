import fc from "fast-check";
import { expect, it } from "vitest";
import {
  DEFAULT_FOLDING,
  maskPlate,
  MAX_PLATE_CHARACTERS,
  NO_LOOK_ALIKES,
  normalisePlate,
  plateFolding,
} from "./index.js";

it.each([
  ["AB123CD", "AB123CD"],
  ["ab 123-cd", "AB123CD"],
  [" a.b·1_2/3 ", "AB123"],
  ["M-ÄÖ 1", "MÄÖ1"],
  ["ма123б", "MA123Б"], // two letters of three are drawn like Latin ones
  ["品川 330 あ 12-34", "品川330あ1234"],
  ["ＡＢ１２", "AB12"], // full width
  ["A\u0308B1", "ÄB1"], // a letter and its dots apart
  ["ﬁ1", "FI1"],
  ["A🚗B", "AB"],
  ["A\u0000\u202eB", "AB"],
  ["A\ud800B", "AB"],
  ["A".repeat(24), "A".repeat(24)],
  ["𝐀".repeat(24), "A".repeat(24)],
  ["1กก 1234 กรุงเทพมหานคร", "1กก1234กรุงเทพมหานคร"],
  ["ง".repeat(12) + "ำ".repeat(6), "ง".repeat(12) + "ํา".repeat(6)], // that vowel is two characters
  ["\u1100-\u1161", "가"], // two Korean letters that become one character without the dash
  ["ΐ", "Ḯ"],
  ["मे", "मे"],
  ["\u0947म", "म"], // a mark of nothing
  ["A-\u0308B", "AB"], // of a dash
  ["A\u200d\u0308B", "ÄB"], // what is between is not seen
  ["A\u00a8B\u00b41\u02da", "AB1"], // NFKC makes of each a space with a mark
  ["A\ufe0f\u20e3\u034f\u{e0101}1", "A1"],
  ["\u3164", undefined], // a letter that nobody sees
  ["𑁦𑁧1", "011"], // Brahmi
  ["٠١٢٣٤٥٦٧٨٩", "0123456789"],
  ["𞥐𞥑", "01"], // Adlam
  ["Աბ一あ한", "Աბ一あ한".toUpperCase()],
])("%j becomes %s", (raw, plate) => {
  expect(normalisePlate(raw)).toBe(plate);
});

it.each(["", "   ", "---", "🚗", "\u0308", "A".repeat(25), "ß".repeat(13), "-".repeat(10_000_000)])(
  "row %# is no plate",
  (raw) => {
    expect(normalisePlate(raw)).toBeUndefined();
  },
);

/** Letters, marks and digits of scripts that plates are written in, what is not seen, and anything. */
const aSpelling = () =>
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom(
        ...["A", "i", "ı", "İ", "ß", "ẞ", "Ø", "\u0308", "\u0301", "\u0307", "\u0323", "\u0345"],
        ...["а", "Ё", "ї", "ў", "ѐ", "α", "ΐ", "ς", "ϒ", "Ϳ", "ა", "ի", "ך", "ם", "ש\u05c1", "ﬁ"],
        ...[
          "ي",
          "ى",
          "ئ",
          "ك",
          "ک",
          "ـ",
          "ﻻ",
          "ﷺ",
          "٣",
          "۴",
          "é",
          "मे",
          "\u094d",
          "\u093c",
          "ক্ষ",
          "১",
        ],
        ...["กำ", "๓", "ខ្ម", "\u17b4", "က", "᠎", "가", "\u1100", "\u1161", "\u11a8", "品", "ー", "ｶﾞ"],
        ...[
          "-",
          " ",
          "\u00a8",
          "\u3164",
          "\u200b",
          "\u200d",
          "\ufe0f",
          "\u20e3",
          "①",
          "½",
          "፩",
          "〇",
        ],
      ),
      maxLength: 12,
    }),
  );

it("is normalised once and for all: again changes nothing, under any folding", () =>
  fc.assert(
    fc.property(
      aSpelling(),
      fc.constantFrom(DEFAULT_FOLDING, NO_LOOK_ALIKES, plateFolding(["Greek"])),
      (raw, folding) => {
        const plate = normalisePlate(raw, folding);
        if (plate === undefined) return;
        expect(normalisePlate(plate, folding)).toBe(plate);
        // So a sink keeps the plate as it comes, whatever lot it is of.
        expect(normalisePlate(plate, NO_LOOK_ALIKES)).toBe(plate);
        expect(plate).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
        expect(plate).toMatch(/^\P{M}/u);
        expect([...plate].length).toBeLessThanOrEqual(MAX_PLATE_CHARACTERS);
      },
    ),
    { numRuns: 5_000 },
  ));

it("is the same for every form of Unicode and every case", () =>
  fc.assert(
    fc.property(aSpelling(), (raw) => {
      const plate = normalisePlate(raw);
      for (const form of ["NFC", "NFD", "NFKC", "NFKD"]) {
        expect([form, normalisePlate(raw.normalize(form))]).toEqual([form, plate]);
      }
      // A dot above an i goes, and an iota below a letter becomes one, when the case is changed.
      if (/[\u0307\u0345]/.test(raw.normalize("NFD"))) return;
      expect(normalisePlate(raw.toLowerCase())).toBe(plate);
      expect(normalisePlate(raw.toUpperCase())).toBe(plate);
    }),
    { numRuns: 5_000 },
  ));

it("folds the decimal digits of every script", () => {
  const digits = Array.from({ length: 0x11_0000 }, (_, codePoint) => codePoint)
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint))
    .filter((character) => /^\p{Nd}$/u.test(character));
  expect(digits.length).toBeGreaterThan(600);
  const folded = digits.map((digit) => normalisePlate(digit));
  expect(folded.join("")).toBe("0123456789".repeat(digits.length / 10));
});

it("does not change when separators or case do", () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(..."ABCXYZ0189"), { minLength: 1, maxLength: 24 }),
      fc.array(fc.constantFrom("", " ", "-", ".", "\t"), { minLength: 25, maxLength: 25 }),
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
  ["मे1कि", "मे*कि"],
  ["\u0947", "*"],
])("%s is masked as %s", (plate, masked) => {
  expect(maskPlate(plate)).toBe(masked);
});
