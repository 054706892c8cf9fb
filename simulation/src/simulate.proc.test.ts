import * as backend from "@boomgate/backend";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aPlan } from "./plan.js";
import { simulate } from "./simulate.js";
import { noCoverage } from "./world/coverage.js";

describe("the backend in a simulated world", () => {
  it("computes the stays from the events alone, whatever happens", async () => {
    const coverage = noCoverage();
    await fc.assert(
      fc.asyncProperty(aPlan, async (plan) => {
        expect(await simulate(plan, backend, coverage)).toEqual([]);
      }),
      { numRuns: 300, endOnFailure: true },
    );
    const met = Object.entries(coverage).filter(([, count]) => count > 0);
    expect(met.map(([name]) => name).toSorted()).toEqual(Object.keys(noCoverage()).toSorted());
  }, 400_000);
});
