import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mall } from "./mall.js";
import { readScenario } from "./read-scenario.js";
import { visitsWithin } from "./scenarios.fixture.js";

const folder = mkdtempSync(join(tmpdir(), "boomgate-scenario-"));
afterAll(() => rmSync(folder, { recursive: true }));

const aFile = (content: unknown) => {
  const file = join(folder, "own.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};

describe("a scenario", () => {
  it("can be a file of one's own", () => {
    const own = {
      name: "night-shift",
      starts: "mon 21:00",
      lots: [{ id: "works", capacity: 50, share: 1, entries: ["in"], exits: ["out"] }],
      arrivals: { steps: [{ minutes: 10, per_hour: 60 }] },
      dwell: { median_minutes: 5, sigma: 0.1, shortest_minutes: 1, longest_minutes: 10 },
    };
    const scenario = readScenario(aFile(own));
    if (!scenario) throw new Error("not read");
    const visits = visitsWithin(scenario, 3_600_000);
    expect(visits.length).toBeGreaterThan(40);
    expect(visits[0]).toMatchObject({ lotId: "works", entryGate: "in", exitGate: "out" });
  });

  it("is none for seed", () => {
    expect(readScenario("seed")).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ["what is no JSON", "{", "is not JSON"],
    ["a time that is none", { ...mall, closes: "25:00" }, "closes: must be a time"],
    ["hours that are missing", { ...mall, arrivals: { per_hour: 1, by_hour: [1] } }, "arrivals"],
    ["a field it does not know", { ...mall, capacity: 1 }, "Unrecognized key"],
    ["a park without a lot", { ...mall, lots: [] }, "lots"],
  ])("is refused for %s", (_, content, problem) => {
    expect(() => readScenario(aFile(content))).toThrow(problem);
  });

  it("is refused for a name nobody knows", () => {
    expect(() => readScenario("nowhere")).toThrow("seed, mall, event, rush, soak, or a file");
  });
});
