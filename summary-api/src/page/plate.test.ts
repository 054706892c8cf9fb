import { maskPlate, normalisePlate } from "@boomgate/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as page from "../../public/plate.js";

/** Long ones get no answer of the API at all. */
const aPlate = () => fc.string({ unit: "grapheme", maxLength: 20 });

describe("the page's own idea of a plate", () => {
  it("is that of the API", () => {
    fc.assert(
      fc.property(aPlate(), (raw) => {
        const plate = normalisePlate(raw);
        if (plate !== undefined) expect(page.normalisePlate(raw)).toBe(plate);
      }),
    );
    expect(page.normalisePlate("ab-123 cd")).toBe("AB123CD");
  });

  it("is masked as in the logs", () => {
    fc.assert(
      fc.property(aPlate(), (raw) => {
        expect(page.maskPlate(raw)).toBe(maskPlate(raw));
      }),
    );
  });
});
