import { expect, it } from "vitest";
import { KnownFloor } from "./known-floor.js";

it("the floor rises as entries of the register become due, without reading the store again", () => {
  let nowMs = 0;
  const register = [
    { dueMs: 10, mattersUntilMs: 5 },
    { dueMs: 20, mattersUntilMs: 7 },
  ];
  const floor = new KnownFloor({ text: "3 10", register }, () => nowMs);
  const over = () => [3, 4, 5, 6, 7, 8].map((atMs) => floor.over(atMs));
  expect(over()).toEqual([3, undefined, undefined, undefined, undefined, undefined]);
  nowMs = 10;
  expect(over()).toEqual([5, 5, 5, undefined, undefined, undefined]);
  nowMs = 25;
  expect(over()).toEqual([7, 7, 7, 7, 7, undefined]);
});

it("nothing lies at or before the floor of a new store", () => {
  const floor = new KnownFloor({ text: undefined, register: [] }, () => 1);
  expect(floor.over(Number.MIN_SAFE_INTEGER)).toBeUndefined();
});
