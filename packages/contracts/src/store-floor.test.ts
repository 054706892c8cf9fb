import { describe, expect, it } from "vitest";
import { floorAt, floorKeysOf } from "./store-floor.js";

const register = [
  { dueMs: 300, mattersUntilMs: 30 },
  { dueMs: 100, mattersUntilMs: 20 },
  { dueMs: 200, mattersUntilMs: 10 },
];
const at = (nowMs: number, text?: string) => floorAt({ text, register }, nowMs);

describe("the floor of a store", () => {
  it("is not there while nothing is due", () => {
    expect(at(99)).toEqual({ floorMs: undefined, untilMs: 100 });
    expect(at(99, " 100")).toEqual({ floorMs: undefined, untilMs: 100 });
    expect(floorAt({ text: undefined, register: [] }, 1)).toEqual({
      floorMs: undefined,
      untilMs: Infinity,
    });
  });

  it("is the latest instant of what is due, though no save wrote it yet", () => {
    expect(at(100)).toEqual({ floorMs: 20, untilMs: 200 });
    expect(at(200)).toEqual({ floorMs: 20, untilMs: 300 });
    expect(at(300)).toEqual({ floorMs: 30, untilMs: Infinity });
  });

  it("never falls below what was written", () => {
    expect(at(300, "25 100").floorMs).toBe(30);
    expect(at(200, "25 100").floorMs).toBe(25);
    expect(at(0, "25 ").floorMs).toBe(25);
  });

  it("may lie before 1970", () => {
    expect(at(0, "-25 ").floorMs).toBe(-25);
    expect(floorAt({ text: " ", register: [{ dueMs: 1, mattersUntilMs: -9 }] }, 1).floorMs).toBe(
      -9,
    );
  });

  it("has keys behind the prefix of the installation", () => {
    expect(floorKeysOf("a.")).toEqual(["a.store:floor", "a.store:due"]);
  });
});
