import fc from "fast-check";
import { expect, it } from "vitest";
import { shortText } from "./short-text.js";

it("keeps what fits, and the beginning of what does not", () => {
  expect(shortText("m1")).toBe("m1");
  expect(shortText("x".repeat(255))).toHaveLength(255);
  expect(shortText("x".repeat(256))).toHaveLength(255);
  expect(shortText("\ufffd".repeat(255))).toBe("\ufffd".repeat(85));
  expect(shortText("🚗".repeat(100))).toBe("🚗".repeat(63));
});

it("always fits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const kept = shortText(text);
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(255);
      expect(text.startsWith(kept)).toBe(true);
    }),
  );
});
