import { expect, it } from "vitest";
import { CompleteSince } from "./complete-since.js";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 2, 1);
const OLDEST_MS = NOW_MS - 50 * DAY_MS;

/** @param wrong - the times in the first messages instead of the right ones */
function sinceWith(...wrong: readonly (number | undefined)[]): number {
  const since = new CompleteSince();
  for (const each of wrong) since.add(each);
  for (let count = 0; count < 5_000; count += 1) since.add(OLDEST_MS + count);
  return since.at(NOW_MS);
}

it.each([
  ["all say the truth", []],
  ["the first sender's clock stands at 1970", [0, 1]],
  ["the first sender is years ahead", [NOW_MS + 900 * DAY_MS]],
  ["the first ones say nothing", [undefined, undefined]],
])("is when the oldest messages were sent, if %s", (_, wrong) => {
  const sinceMs = sinceWith(...wrong);
  expect(sinceMs).toBeGreaterThanOrEqual(OLDEST_MS);
  expect(sinceMs).toBeLessThan(OLDEST_MS + 1_000);
});

it("is now when no message has a time, or the median is in the future", () => {
  const since = new CompleteSince();
  expect(since.at(NOW_MS)).toBe(NOW_MS);
  since.add(NOW_MS + DAY_MS);
  expect(since.at(NOW_MS)).toBe(NOW_MS);
});
