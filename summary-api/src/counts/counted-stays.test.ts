import { expect, it } from "vitest";
import { CountedStays } from "./counted-stays.js";

/** A database in which counting takes a given time on a clock of the test. */
function aDatabase({ tookMs }: { readonly tookMs: number }) {
  const database = { nowMs: 0, tookMs, counts: 0, isDown: false };
  const stays = new CountedStays(
    {
      async counts() {
        database.counts += 1;
        if (database.isDown) throw new Error("down");
        await Promise.resolve();
        database.nowMs += database.tookMs;
        return { closed: database.counts, void: 0 };
      },
    },
    () => new Date(database.nowMs),
  );
  return { database, stays };
}

it("counts for each request while that is cheap", async () => {
  const { stays } = aDatabase({ tookMs: 99 });
  expect((await stays.read()).closed).toBe(1);
  expect((await stays.read()).closed).toBe(2);
});

it("returns a slow count again for four times as long as it took, with its age", async () => {
  const { database, stays } = aDatabase({ tookMs: 1_000 });
  expect(await stays.read()).toEqual({ closed: 1, void: 0, countedAt: new Date(0) });
  database.nowMs = 4_999;
  expect(await stays.read()).toEqual({ closed: 1, void: 0, countedAt: new Date(0) });
  database.nowMs = 5_000;
  expect(await stays.read()).toEqual({ closed: 2, void: 0, countedAt: new Date(5_000) });
});

it("counts once for simultaneous requests", async () => {
  const { database, stays } = aDatabase({ tookMs: 1 });
  await Promise.all([stays.read(), stays.read(), stays.read()]);
  expect(database.counts).toBe(1);
});

it("counts again after a count that failed", async () => {
  const { database, stays } = aDatabase({ tookMs: 1_000 });
  database.isDown = true;
  await expect(stays.read()).rejects.toThrow("down");
  database.isDown = false;
  expect((await stays.read()).closed).toBe(2);
});
