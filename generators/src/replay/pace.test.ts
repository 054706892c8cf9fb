import { expect, it } from "vitest";
import { Pace } from "./pace.js";

const DAY_MS = 86_400_000;

/** A clock whose sleep ends at once when it is too long for a timer, as the one of Node does. */
function aClock() {
  let nowMs = 1_000_000;
  const sleep = async (ms: number) => void (nowMs += ms >= 2 ** 31 ? 1 : ms);
  return { now: () => nowMs, sleep };
}

it.each([
  [1, 60_000, 60_000],
  [60, 60_000, 1_000],
  [1, 60 * DAY_MS, 60 * DAY_MS],
  [Infinity, 60_000, 0],
  [1, -60_000, 0],
])(
  "at a speed of %d an event %d ms after the first is due after %d ms",
  async (speed, later, due) => {
    const clock = aClock();
    const startedMs = clock.now();
    const pace = new Pace(speed, clock);
    const { signal } = new AbortController();
    await pace.due(Date.UTC(2026, 2, 1), signal);
    expect(clock.now()).toBe(startedMs);
    await pace.due(Date.UTC(2026, 2, 1) + later, signal);
    expect(clock.now() - startedMs).toBe(due);
    expect(Date.UTC(2026, 2, 1) + pace.shiftMs).toBe(startedMs);
  },
);
