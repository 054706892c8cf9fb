import { describe, expect, it } from "vitest";
import { aRebuild, HOUR_MS, NOW_MS, trailOf, visits } from "./rebuild-store.fixture.js";
import { rebuildStore } from "./rebuild-store.js";

describe("events that do not reach back far enough", () => {
  const from = (completeSinceMs: number, isPartial: boolean) => {
    const { rebuild, posted, store } = aRebuild([]);
    const sources = { ...rebuild.sources, trail: trailOf(visits(2), completeSinceMs) };
    return { rebuild: { ...rebuild, sources, isPartial }, posted, store };
  };

  it("are refused, as cars that may still be inside would be forgotten", async () => {
    const { rebuild } = from(NOW_MS - 10 * HOUR_MS, false);
    await expect(rebuildStore(rebuild)).rejects.toThrow("--partial");
  });

  it("are accepted with isPartial, and events from before now are too late", async () => {
    const { rebuild, posted, store } = from(NOW_MS - 10 * HOUR_MS, true);
    await rebuildStore(rebuild);
    expect(await store.currentFloorMs()).toBe(NOW_MS);
    // For cars that came before, the stays in the sink count.
    expect(posted).toEqual([]);
  });

  it("are enough when they reach back longer than any stay", async () => {
    const { rebuild, posted } = from(NOW_MS - 35 * 24 * HOUR_MS, false);
    await rebuildStore(rebuild);
    expect(posted).toHaveLength(2);
  });
});
