import { expect, it } from "vitest";
import { chunksOf } from "./chunks-of.js";

it.each([
  [[], []],
  [[1], [[1]]],
  [[1, 2], [[1, 2]]],
  [
    [1, 2, 3, 4, 5],
    [[1, 2], [3, 4], [5]],
  ],
])("divides %j into pairs", (items, chunks) => {
  expect([...chunksOf(items, 2)]).toEqual(chunks);
});
