import { describe, expect, it } from "vitest";
import { runSeed } from "./run-seed.js";

const mall = (noise: string, seed: number, hours = 10, env: NodeJS.ProcessEnv = {}) =>
  runSeed({ scenario: "mall", noise, hours }, seed, env);

describe("ten hours of the mall through the pipeline", () => {
  it("without noise are found to the last stay", async () => {
    const { audit } = await mall("none", 7);
    expect(audit.trueStays).toBeGreaterThan(2_500);
    expect(audit).toMatchObject({ exact: audit.trueStays, recall: 1, precision: 1 });
    expect(audit.exitsWithoutStay).toBe(0);
  });

  it("with realistic noise give the numbers of the documentation", async () => {
    const { audit } = await mall("realistic", 7);
    expect(audit).toMatchObject({
      trueStays: 2_844,
      exact: 2_615,
      wrongTime: 1,
      missed: 228,
      missedBecause: { missed: 115, malformed: 9, misread: 104, unexplained: 0 },
      falseStays: 0,
      exitsBecause: { unexplained: 0 },
    });
  });

  it("with realistic noise but no misreads lose only the 115 missed reads", async () => {
    const { audit } = await mall("realistic,misread=0,malformed=0", 7);
    expect(audit).toMatchObject({ trueStays: 2_844, missed: 115, missedBecause: { missed: 115 } });
  });

  it.each([1, 2, 3])(
    "without misreads lose the visits with a missed read (seed %i)",
    async (seed) => {
      const { audit, truth } = await mall("realistic,misread=0,malformed=0", seed);
      const ended = truth.visits.filter(({ leftMs }) => leftMs <= truth.endMs);
      const isMissed = ended.filter(({ entry, exit }) => entry.lost ?? exit.lost);
      const isLate = ended.filter(({ entry, exit }) =>
        [entry, exit].some(({ reads, lost }) => reads.length === 0 && lost === undefined),
      );
      const bothWays = isMissed.filter((visit) => isLate.includes(visit));
      expect(isMissed.length).toBeGreaterThan(80);
      expect(audit.missed).toBe(isMissed.length + isLate.length - bothWays.length);
      expect(audit.recall).toBe(1 - audit.missed / ended.length);
      expect(audit.falseStays).toBe(0);
    },
  );
});

describe("a week of the mall", () => {
  it("has false merges without MAX_STAY_MS, and none with the longest stay of the mall", async () => {
    const unbounded = await mall("realistic", 2, 168, { MAX_STAY_MS: "2592000000" });
    expect(unbounded.audit.falseMerges).toBeGreaterThan(0);
    const { audit } = await mall("realistic", 2, 168);
    expect(audit.falseMerges).toBe(0);
    expect(audit.missedBecause.unexplained).toBe(0);
    expect(audit.recall).toBeGreaterThan(0.88);
  }, 120_000);
});
