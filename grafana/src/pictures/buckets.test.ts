import { describe, expect, it } from "vitest";
import { bucketsOf } from "./buckets.js";
import type { RecordedPanel } from "./recording.js";

const panelWith = (counts: Readonly<Record<string, readonly (readonly [number, string])[]>>) =>
  ({
    stepSeconds: 2,
    answers: [
      {
        refId: "A",
        legendFormat: "{{le}}",
        series: Object.entries(counts).map(([le, values]) => ({ metric: { le }, values })),
      },
    ],
  }) as unknown as RecordedPanel;

describe("the buckets of a heatmap", () => {
  it("hold what is in no bucket below, from the lowest bound to the highest", () => {
    const buckets = bucketsOf(
      panelWith({ "+Inf": [[2, "9"]], "0.1": [[2, "7"]], "0.05": [[2, "4"]] }),
    );
    expect(buckets.bounds).toEqual([0.05, 0.1, Infinity]);
    expect(buckets.counts).toEqual([[4, 3, 2]]);
    expect(buckets.max).toBe(4);
  });

  it("have a column for each time, also where a bucket has none", () => {
    const buckets = bucketsOf(
      panelWith({
        "0.05": [[2, "1"]],
        "+Inf": [
          [2, "1"],
          [4, "3"],
        ],
      }),
    );
    expect(buckets.times).toEqual([2_000, 4_000]);
    expect(buckets.counts).toEqual([
      [1, 0],
      [0, 3],
    ]);
  });
});
