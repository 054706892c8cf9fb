import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventMiddleware } from "./handler.js";
import { withOutcomeLog } from "./with-outcome-log.js";

describe("the log of outcomes", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("has one line for the unmatched exits of ten seconds", async () => {
    const lines: unknown[] = [];
    const info = (fields: unknown) => lines.push(fields);
    const middleware: EventMiddleware = withOutcomeLog({
      info,
      isLevelEnabled: () => false,
    } as never);
    const outcomes = ["unmatched", "entered", "unmatched"];
    const handle = middleware((async () => ({ outcome: outcomes.shift() })) as never);
    for (let count = 0; count < 3; count += 1) await handle({} as never);
    expect(lines).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lines).toEqual([{ exits: 2 }]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(1);
  });
});
