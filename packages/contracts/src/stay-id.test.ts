import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type StayExit, stayIdOf } from "./stay-id.js";

const exit: StayExit = {
  lotId: "main",
  exitEventId: "17",
  exitedAt: new Date("2026-03-01T09:30:30.500Z"),
};

/** Base 32 by the number as a whole, not bit by bit. */
function base32(text: string): string {
  const bits = BigInt(`0x${createHash("sha256").update(text).digest("hex")}`);
  const digits = Array.from({ length: 26 }, (_, index) => (bits >> BigInt(251 - 5 * index)) & 31n);
  return digits.map((digit) => "abcdefghijklmnopqrstuvwxyz234567"[Number(digit)]).join("");
}

describe("the id of a stay", () => {
  it("is 130 bits of SHA-256 over version, lot, exit id and exit instant, each behind its length", () => {
    expect(stayIdOf(exit)).toBe(`s-${base32("1:14:main2:1713:1772357430500")}`);
    expect(stayIdOf(exit)).toMatch(/^s-[a-z2-7]{26}$/);
  });

  it("differs with the lot, the exit id and the exit instant", () => {
    const others: readonly StayExit[] = [
      { ...exit, lotId: "north" },
      { ...exit, exitEventId: "18" },
      { ...exit, exitedAt: new Date(exit.exitedAt.getTime() + 1) },
    ];
    expect(new Set([exit, ...others].map(stayIdOf)).size).toBe(4);
  });

  it("never lets a part run into the next one", () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (lot, id, moved) => {
        const one = stayIdOf({ ...exit, lotId: lot + moved, exitEventId: id });
        expect(one).not.toBe(stayIdOf({ ...exit, lotId: lot, exitEventId: moved + id }));
      }),
    ));
});
