import { createPlateHash, isHashedPlate, maskPlate } from "@boomgate/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as page from "../../public/plate.js";

/** The API rejects longer ones. */
const aPlate = () => fc.string({ unit: "grapheme", maxLength: 20 });

describe("a plate on the page", () => {
  it("is shown as the beginning of its hash where plates are hashed", () => {
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
