import type { StaySummary } from "@boomgate/contracts";
import { expect, it } from "vitest";
import type { Plan, Visit } from "./plan.js";
import { loneVisitsOf, untrueStays } from "./truth.js";

const visit: Visit = {
  ...{ plate: 0, lot: 1, enteredSecond: 10, dwellSeconds: 1, mishap: "none" },
  ...{ copies: 0, isRefused: false },
  ...{ entryLateSeconds: 0, exitLateSeconds: 0, copyLateSeconds: 0 },
};
const aPlan = (gateClocks: readonly number[], ...visits: readonly Visit[]): Plan => ({
  ...{ replicas: 1, prefetch: 1, visits, gateClocks, losses: 0 },
  ...{ hasTime: false, maxStaySeconds: 600, pauses: [], freezes: 0 },
  chaos: { seed: 1, choices: 0 },
});
const aStay = (entryEventId: string, durationSeconds: number) =>
  new Map([
    [
      "x0",
      {
        stayId: "x0",
        exitEventId: "x0",
        status: "closed",
        entryEventId,
        durationSeconds,
      } as StaySummary,
    ],
  ]);

it("knows a visit by the clocks of its own gates", () => {
  const [lone] = loneVisitsOf(aPlan([9_000, 0, 800, -700], visit), 2_000);
  expect(lone).toMatchObject({ entryId: "e0", exitId: "x0", seconds: 0, isTurnedRound: true });
  expect(lone?.events).toHaveLength(2);
});

it("claims nothing beyond the tolerance, of plates that came again, or of missed reads", () => {
  const near = [0, 0, 0, 0];
  expect(loneVisitsOf(aPlan([0, 0, 1_001, -1_000], visit), 2_000)).toEqual([]);
  expect(loneVisitsOf(aPlan(near, visit, { ...visit, enteredSecond: 900 }), 2_000)).toEqual([]);
  expect(loneVisitsOf(aPlan(near, { ...visit, mishap: "lost exit" }), 2_000)).toEqual([]);
  expect(loneVisitsOf(aPlan(near, visit, { ...visit, lot: 0 }), 2_000)).toHaveLength(2);
});

it("reports a visit that is no stay, or a wrong one", () => {
  const lone = loneVisitsOf(aPlan([0, 0, 0, 500], visit), 2_000);
  expect(untrueStays(lone, aStay("e0", 1.5))).toEqual([]);
  expect(untrueStays(lone, new Map())).toHaveLength(1);
  expect(untrueStays(lone, aStay("e7", 1.5))).toHaveLength(1);
  expect(untrueStays(lone, aStay("e0", 1))).toHaveLength(1);
});
