import fc from "fast-check";
import { expect, it } from "vitest";
import { EarliestFirst } from "./earliest-first.js";

it("gives back what is earliest, and what was put first among equals", () =>
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 })), (times) => {
      const waiting = new EarliestFirst<{ atMs: number; index: number }>();
      for (const [index, atMs] of times.entries()) waiting.put(atMs, { atMs, index });
      const taken = times.map(() => waiting.take());
      const sorted = times
        .map((atMs, index) => ({ atMs, index }))
        .toSorted((a, b) => a.atMs - b.atMs || a.index - b.index);
      expect(taken).toEqual(sorted);
      expect(waiting.take()).toBeUndefined();
      expect(waiting.nextMs).toBe(Infinity);
    }),
  ));
