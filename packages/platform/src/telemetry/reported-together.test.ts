import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reportedTogether } from "./reported-together.js";

describe("what is reported together", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("gives one report with the count of the time since the first, and none without one", async () => {
    const reports: number[] = [];
    const count = reportedTogether(1_000, (all) => reports.push(all));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(reports).toEqual([]);
    count();
    count(3);
    await vi.advanceTimersByTimeAsync(999);
    expect(reports).toEqual([]);
    count();
    await vi.advanceTimersByTimeAsync(1);
    expect(reports).toEqual([5]);
    await vi.advanceTimersByTimeAsync(5_000);
    count();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reports).toEqual([5, 1]);
  });
});
