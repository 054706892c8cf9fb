import { readConfig } from "@boomgate/platform/config";
import { describe, expect, it } from "vitest";
import { trafficSettings } from "../settings.js";
import { planOf } from "./scenario-plan.js";

/** A Wednesday, 14:00. */
const NOW_MS = Date.UTC(2026, 2, 11, 14);
const planFor = (env: Record<string, string>, lastsSeconds?: number) =>
  planOf(readConfig(trafficSettings, { SCENARIO: "mall", ...env }), NOW_MS, lastsSeconds);
const startFor = (env: Record<string, string>, lastsSeconds?: number) => {
  const startMs = planFor(env, lastsSeconds)?.startMs;
  return startMs === undefined ? undefined : new Date(startMs).toISOString();
};

describe("a run of a scenario", () => {
  it("begins at the scenario's last time in the week", () => {
    expect(startFor({})).toBe("2026-03-07T09:00:00.000Z");
  });

  it("begins so early that it does not come to the future", () => {
    expect(startFor({ TIME_SCALE: "600" }, 60)).toBe("2026-03-07T09:00:00.000Z");
    expect(startFor({ TIME_SCALE: "7200" }, 60)).toBe("2026-02-28T09:00:00.000Z");
    expect(startFor({ TIME_SCALE: "600" })).toBe("2026-02-07T09:00:00.000Z");
  });

  it("begins at SCENARIO_START", () => {
    expect(startFor({ SCENARIO_START: "2026-01-02T03:04:05Z" })).toBe("2026-01-02T03:04:05.000Z");
    expect(startFor({ SCENARIO_START: "now" })).toBe(new Date(NOW_MS).toISOString());
    expect(() => startFor({ SCENARIO_START: "soon" })).toThrow("SCENARIO_START");
  });

  it("has the same seed for both generators when no seed is set", () => {
    expect(planFor({})?.seed).toBe(planFor({})?.seed);
  });

  it.each([{ NOISE: "realistic" }, { TRUTH_PATH: "t.ndjson" }, { SCENARIO_START: "now" }])(
    "is refused without visits: %j",
    (env) => {
      expect(planFor({ SCENARIO: "seed" })).toBeUndefined();
      expect(() => planFor({ SCENARIO: "seed", ...env })).toThrow("it has no visits");
    },
  );
});
