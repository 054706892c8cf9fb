import { createPlateHash, isHashedPlate, maskPlate } from "@boomgate/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as page from "../../public/plate.js";

/** Long ones get no answer of the API at all. */
const aPlate = () => fc.string({ unit: "grapheme", maxLength: 20 });

describe("the page's own idea of a plate", () => {
  it("tells a hash from a plate, and shows the beginning of it", () => {
    const hash = createPlateHash("x").of("AB123CD");
    for (const text of [hash, "AB123CD", "HMAC0", hash.slice(1)]) {
      expect(page.isHashedPlate(text)).toBe(isHashedPlate(text));
    }
    expect(page.shortPlate(hash)).toBe(`#${hash.slice(5, 15)}`);
    expect(page.shortPlate("AB123CD")).toBe("AB123CD");
  });

  it("is masked as in the logs", () => {
    fc.assert(
      fc.property(aPlate(), (raw) => {
        expect(page.maskPlate(raw)).toBe(maskPlate(raw));
      }),
    );
  });
});
