import type { StaySummary } from "@boomgate/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SaveOutcome, StayFilter, StoredStay } from "../store/stays/summary-store.js";
import { aStay } from "../store/stays/stays.fixture.js";
import { MINUTE_MS } from "./chunk.js";
import { durationBucketOf } from "./duration-buckets.js";
import { Overview } from "./overview.js";

const now = Date.UTC(2026, 10, 20, 12, 3, 20);

/** Answers `list` as a store does, and counts how often it was asked. */
function anOverview(initial: readonly StoredStay[] = [], askingTakesMs = 0) {
  let stays = [...initial];
  const asked: StayFilter[] = [];
  let atMs = now;
  const store = {
    list: async (filter: StayFilter, limit: number, cursor?: { stayId: string }) => {
      if (filter.from !== undefined) asked.push(filter);
      atMs += askingTakesMs;
      const { from = new Date(0), to = new Date(atMs * 2) } = filter;
      const found = stays
        .filter(({ exitedAt }) => exitedAt >= from && exitedAt < to)
        .toSorted((a, b) => b.exitedAt.getTime() - a.exitedAt.getTime());
      const start = cursor ? found.findIndex(({ stayId }) => stayId === cursor.stayId) + 1 : 0;
      return found.slice(start, start + limit);
    },
  };
  const overview = new Overview(store, () => new Date(atMs));
  return {
    overview,
    asked,
    pass: (ms: number) => (atMs += ms),
    commit: (stay: StaySummary, outcome: SaveOutcome = "new", isTold = true) => {
      stays = [...stays.filter(({ stayId }) => stayId !== stay.stayId), stored(stay, outcome)];
      if (isTold) overview.changed([{ stay, outcome }]);
    },
  };
}

const stored = (stay: StaySummary, outcome: SaveOutcome = "new"): StoredStay => ({
  ...stay,
  receivedAt: stay.exitedAt,
  corrections: outcome === "revised" ? 1 : 0,
});
const ago = (minutes: number) => new Date(now - minutes * MINUTE_MS);
const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

const someStays = () =>
  fc
    .array(
      fc.record({
        endedMinutesAgo: fc.integer({ min: 0, max: 1_600 }),
        lastedMinutes: fc.integer({ min: 0, max: 3_000 }),
        outcome: fc.constantFrom("new" as const, "revised" as const),
        status: fc.constantFrom("closed" as const, "closed" as const, "void" as const),
        lotId: fc.constantFrom("north", "south"),
      }),
      { maxLength: 60 },
    )
    .map((all) =>
      all.map(({ endedMinutesAgo, lastedMinutes, outcome, ...kind }, index) => {
        const exitedAt = ago(endedMinutesAgo);
        const durationSeconds = lastedMinutes * 60;
        return stored(aStay({ id: `x${index}`, exitedAt, durationSeconds, ...kind }), outcome);
      }),
    );

const someHours = () => fc.constantFrom(1 as const, 6 as const, 24 as const);
const someLot = () => fc.constantFrom(undefined, "north");

describe("the overview", () => {
  it("equals a count of every stay", () =>
    fc.assert(
      fc.asyncProperty(someStays(), someHours(), someLot(), async (all, hours, lot) => {
        const result = await anOverview(all).overview.read(hours, lot);
        const stays = all.filter(({ lotId }) => lot === undefined || lotId === lot);
        const [fromMs, stepMs] = [result.from.getTime(), result.stepSeconds * 1_000];
        const ended = stays.filter(({ exitedAt }) => exitedAt.getTime() >= fromMs);
        const closed = ended.filter((stay) => stay.status === "closed");
        expect(result.closed).toBe(closed.length);
        expect(result.void).toBe(ended.length - closed.length);
        expect(result.corrected).toBe(ended.filter((stay) => stay.corrections > 0).length);
        for (const [index, { stays: bar }] of result.durations.entries()) {
          const inBar = closed.filter((stay) => durationBucketOf(stay.durationSeconds) === index);
          expect(bar).toBe(inBar.length);
        }
        for (const [step, inside] of result.inside.entries()) {
          const endMs = fromMs + (step + 1) * stepMs;
          const there = closed.filter(
            ({ enteredAt, exitedAt }) => enteredAt.getTime() < endMs && exitedAt.getTime() >= endMs,
          );
          expect(inside).toBe(there.length);
          const left = closed.filter(
            ({ exitedAt }) => exitedAt.getTime() < endMs && exitedAt.getTime() >= endMs - stepMs,
          );
          expect(result.exited[step]).toBe(left.length);
        }
        expect((result.to.getTime() - fromMs) / stepMs).toBe(result.exited.length);
      }),
    ));

  it("reads more stays than one page holds", async () => {
    const stays = Array.from({ length: 2_500 }, (_, index) =>
      stored(aStay({ id: `x${index}`, exitedAt: ago(5) })),
    );
    expect((await anOverview(stays).overview.read(1)).closed).toBe(2_500);
  });

  it("reads only the chunks again that a commit changed", async () => {
    const { overview, asked, commit, pass } = anOverview();
    await overview.read(24);
    expect(asked.length).toBeGreaterThan(140);
    pass(3_000);
    asked.length = 0;
    commit(aStay({ id: "x1", exitedAt: ago(300) }));
    commit(aStay({ id: "x1", exitedAt: ago(300), revision: 2 }), "revised");
    expect(await overview.read(24)).toMatchObject({ closed: 1, corrected: 1 });
    expect(asked).toHaveLength(1);
  });

  it("does not read the same minutes again and again while many stays arrive", async () => {
    const { overview, asked, commit, pass } = anOverview([], 20);
    await overview.read(1);
    asked.length = 0;
    for (let index = 0; index < 100; index += 1) {
      commit(aStay({ id: `x${index}`, exitedAt: ago(0) }));
      await overview.read(1);
      pass(10);
    }
    expect(asked.length).toBeLessThan(20);
    pass(3_000);
    expect((await overview.read(1)).closed).toBe(100);
  });

  it("notices what another process committed", async () => {
    const { overview, commit, pass } = anOverview();
    await overview.read(24);
    commit(aStay({ id: "new", exitedAt: ago(2) }), "new", false);
    commit(aStay({ id: "old", exitedAt: ago(600) }), "new", false);
    pass(11_000);
    expect((await overview.read(24)).closed).toBe(1);
    pass(600_000);
    expect((await overview.read(24)).closed).toBe(2);
  });

  it("ends with the newest stay when nothing ended for a day", async () => {
    const { overview, commit, pass } = anOverview([
      stored(aStay({ id: "x1", exitedAt: ago(30 * 24 * 60) })),
    ]);
    const { to, closed, exited } = await overview.read(1);
    expect(closed).toBe(1);
    expect(exited.at(-1)).toBe(1);
    expect(to.getTime()).toBeLessThan(now - 29 * 24 * 60 * MINUTE_MS);
    commit(aStay({ id: "x2", exitedAt: ago(29 * 24 * 60) }));
    pass(3_000);
    expect(await overview.read(24)).toMatchObject({ closed: 2 });
    commit(aStay({ id: "x3", exitedAt: ago(600) }));
    const result = await overview.read(24);
    expect(result.closed).toBe(1);
    expect(result.to.getTime()).toBeGreaterThan(now);
  });

  it("counts a stay that ended a little in the future", async () => {
    const { exited, inside } = await anOverview([
      stored(aStay({ exitedAt: ago(-2) })),
    ]).overview.read(1);
    expect(sum(exited)).toBe(1);
    expect(inside.at(-1)).toBe(0);
  });
});
