import fc from "fast-check";
import { expect, it } from "vitest";
import { type Receipt, Receipts } from "./receipts.js";

const KEY = "a key of at least thirty-two characters";
const OTHER = "another key of at least 32 characters";

const receipt: Receipt = {
  identity: {
    kind: "entry",
    lotId: "main",
    plate: "AB123CD",
    id: "e1",
    at: new Date(1_772_352_000_000),
  },
  account: "north",
  acceptedMs: 1_772_352_001_000,
};

it("is opened by every process that has the key, and shows nothing to others", () => {
  const sealed = new Receipts([KEY]).seal(receipt);
  expect(sealed).toMatch(/^bg1\.[\w-]+$/);
  expect(Buffer.from(sealed.slice(4), "base64url").toString("latin1")).not.toContain("AB123CD");
  expect(new Receipts([KEY]).open(sealed)).toEqual(receipt);
  expect(new Receipts([OTHER]).open(sealed)).toBeUndefined();
});

it("is opened by an older key while keys are exchanged", () => {
  const sealed = new Receipts([KEY]).seal(receipt);
  const after = new Receipts([OTHER, KEY]);
  expect(after.open(sealed)).toEqual(receipt);
  expect(new Receipts([OTHER]).open(after.seal(receipt))).toEqual(receipt);
});

it("differs each time", () => {
  const receipts = new Receipts([KEY]);
  const all = Array.from({ length: 100 }, () => receipts.seal(receipt));
  expect(new Set(all).size).toBe(100);
});

it("says what it was given, whatever that is", () =>
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 128 }),
      fc.string({ unit: "grapheme" }),
      (id, lotId) => {
        const given = { ...receipt, identity: { ...receipt.identity, id, lotId } };
        expect(new Receipts([KEY]).open(new Receipts([KEY]).seal(given))).toEqual(given);
      },
    ),
    { numRuns: 50 },
  ));

it("that was changed, cut or made up is none", () => {
  const receipts = new Receipts([KEY]);
  const sealed = receipts.seal(receipt);
  for (let length = 0; length < sealed.length; length += 1) {
    expect(receipts.open(sealed.slice(0, length))).toBeUndefined();
  }
  const bytes = Buffer.from(sealed.slice(4), "base64url");
  for (const [index, byte] of bytes.entries()) {
    const changed = Buffer.from(bytes);
    changed[index] = byte ^ 1;
    expect(receipts.open(`bg1.${changed.toString("base64url")}`)).toBeUndefined();
  }
  for (const made of ["", "bg1.", "bg2.AAAA", "e1", `bg1.${"A".repeat(4_000)}`]) {
    expect(receipts.open(made)).toBeUndefined();
  }
});
