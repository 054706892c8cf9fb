import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { beforeEach, describe, expect, it } from "vitest";
import { readOf, rules } from "../domain/history.fixture.js";
import type { PlateKey } from "../domain/plate-history.js";
import { HistoryUnreadableError } from "./errors.js";
import { NOW_MS, someReplicas } from "./plate-histories.fixture.js";
import { changeOf } from "./history-change.js";

const keyOf = (plate: string): PlateKey => ({ lotId: "main", plate });
const A = keyOf("AA111AA");
const B = keyOf("BB222BB");
const away = () => new DependencyUnavailableError("store", "no answer");

let { memory, calls, seen, aReplica, savesOnce } = someReplicas();
beforeEach(() => {
  ({ memory, calls, seen, aReplica, savesOnce } = someReplicas());
});

describe("a batch", () => {
  it("is one load and one save for all reads of a tick, and each gets its own result", async () => {
    const replica = aReplica();
    const results = await Promise.all([
      replica.add(A, readOf("in 100")),
      replica.add(B, readOf("out 200")),
      replica.add(A, readOf("out 300")),
    ]);
    expect(results.map(({ result }) => result)).toEqual(["closed", "unmatched", "closed"]);
    expect(calls).toEqual(["load AA111AA BB222BB", "save AA111AA BB222BB"]);
    expect(seen.batch).toEqual([2]);
  });

  it("gives a new revision to the read that made it, and the announcement to all of the plate", async () => {
    const replica = aReplica();
    const [entry, exit] = await Promise.all([
      replica.add(A, readOf("in 100")),
      replica.add(A, readOf("out 300")),
    ]);
    expect(entry.revisions).toEqual([]);
    expect(exit.revisions).toMatchObject([{ change: "closed", durationSeconds: 200 }]);
    for (const { announcements } of [entry, exit]) {
      expect(announcements.map(({ exitEventId }) => exitEventId)).toEqual(["out 300"]);
    }
  });

  it("names the epoch and the time from before the load", async () => {
    let epoch = "one";
    const replica = aReplica({
      get epoch() {
        return epoch;
      },
      load: async (keys) => {
        epoch = "two";
        return memory.load(keys);
      },
    });
    const { loadedFrom } = await replica.add(A, readOf("in 100"));
    expect(loadedFrom).toEqual({ epoch: "one", sinceMs: NOW_MS });
  });
});

describe("a history that another replica changed between load and save", () => {
  it("is loaded again, and no other", async () => {
    await aReplica().add(A, readOf("in 100"));
    calls.length = 0;
    const other = aReplica();
    const replica = aReplica({
      load: async (keys) => {
        const loaded = await memory.load(keys);
        if (calls.length === 1) await other.add(A, readOf("out 200"));
        return loaded;
      },
    });
    const [exit, elsewhere] = await Promise.all([
      replica.add(A, readOf("out 220")),
      replica.add(B, readOf("in 100")),
    ]);
    expect([exit.result, elsewhere.result]).toEqual(["reread", "open"]);
    expect(calls.filter((call) => call.includes("BB222BB"))).toEqual([
      "load AA111AA BB222BB",
      "save AA111AA BB222BB",
    ]);
    expect(calls.slice(-2)).toEqual(["load AA111AA", "save AA111AA"]);
    expect(seen.conflicts).toEqual([1]);
  });

  it("counts only what the save that held has moved", async () => {
    const replica = aReplica({ save: savesOnce(A.plate, "changed") });
    await replica.add(A, readOf("in 100"));
    expect(seen.moved).toMatchObject([{ open: 0 }, { open: 1 }]);
  });

  it("refuses a read that the floor has reached meanwhile", async () => {
    const save = savesOnce(A.plate, "below_floor");
    const replica = aReplica({
      save: async (changes) => {
        const results = await save(changes);
        await memory.raiseFloor(readOf("in 500").atMs);
        return results;
      },
    });
    const { result, floorMs, announcements } = await replica.add(A, readOf("in 100"));
    expect([result, announcements]).toEqual(["too_late", []]);
    expect(floorMs).toBe(readOf("in 500").atMs);
  });
});

describe("a document that cannot be read", () => {
  it("fails the reads of its plate alone", async () => {
    const replica = aReplica({
      load: async (keys) => {
        const loaded = await memory.load(keys);
        const histories = loaded.histories.map((history, index) =>
          keys[index]?.plate === A.plate ? { version: 3, unreadable: "it is not JSON" } : history,
        );
        return { ...loaded, histories };
      },
    });
    const [one, again, other] = await Promise.allSettled([
      replica.add(A, readOf("in 100")),
      replica.add(A, readOf("out 200")),
      replica.add(B, readOf("in 100")),
    ]);
    for (const failed of [one, again]) {
      expect(failed).toMatchObject({ status: "rejected", reason: { recovery: "park" } });
      expect((failed as PromiseRejectedResult).reason).toBeInstanceOf(HistoryUnreadableError);
    }
    expect(other).toMatchObject({ value: { result: "open" } });
    expect(calls).toEqual(["load AA111AA BB222BB", "save BB222BB"]);
  });

  it("is noticed at the save, too", async () => {
    const replica = aReplica({ save: savesOnce(A.plate, "unreadable") });
    await expect(replica.add(A, readOf("in 100"))).rejects.toBeInstanceOf(HistoryUnreadableError);
  });
});

describe("a store that is away", () => {
  it("is asked again, at the load and at the save", async () => {
    let failures = 2;
    const failFirst = <T>(call: () => Promise<T>) => {
      if (failures-- > 0) throw away();
      return call();
    };
    const replica = aReplica({ load: async (keys) => failFirst(() => memory.load(keys)) });
    await replica.add(A, readOf("in 100"));
    failures = 1;
    const other = aReplica({ save: async (changes) => failFirst(() => memory.save(changes)) });
    await expect(other.add(A, readOf("out 200"))).resolves.toMatchObject({ result: "closed" });
    expect(calls.map((call) => call.split(" ")[0])).toEqual([
      ...["load", "load", "load", "save"],
      ...["load", "save", "save"],
    ]);
  });
});

describe("a repeated read", () => {
  it("calls the store without changes, so that a loss is noticed before the ack", async () => {
    const replica = aReplica();
    await replica.add(A, readOf("in 100"));
    calls.length = 0;
    const { result } = await replica.add(A, readOf("in 100"));
    expect([result, calls]).toEqual(["repeated", ["load AA111AA", "save"]]);
  });

  it("marks the stays of earlier saves as well, while one of them is not posted", async () => {
    const replica = aReplica();
    const entry = await replica.add(A, readOf("in 100"));
    const exit = await replica.add(A, readOf("out 200"));
    expect(entry.toMark).toBe(undefined);
    expect(exit.toMark).toMatchObject({ key: A, andEarlier: false });
    const again = await replica.add(A, readOf("out 200"));
    expect(again.toMark).toMatchObject({ key: A, andEarlier: true });
    expect(again.revisions).toEqual([]);
    if (exit.toMark) await memory.posted([exit.toMark]);
    expect((await replica.add(A, readOf("out 200"))).toMark).toBe(undefined);
  });
});

it("a read that is not accepted calls the store for nothing but the load", async () => {
  await memory.raiseFloor(readOf("in 500").atMs);
  const { result } = await aReplica().add(A, readOf("in 100"));
  expect([result, calls]).toEqual(["too_late", ["load AA111AA"]]);
});

it("reports each read that came, and ids that were used before", async () => {
  const replica = aReplica();
  await replica.add(A, readOf("in 100"));
  await replica.add(A, { ...readOf("in 5000"), id: "in 100" });
  expect(seen.read).toEqual([
    ["AA111AA", "entry"],
    ["AA111AA", "entry"],
  ]);
  expect(seen.idsReused).toEqual([1]);
});

it("a change says how long its new reads matter", () => {
  const [early, late, open] = [readOf("out 100"), readOf("out 900"), readOf("in 1000")];
  const applied = {
    history: { reads: [early, late, open], announced: [] },
    inserted: [late, early],
    open,
  };
  expect(changeOf({ group: { key: A }, before: { version: 7 }, applied }, rules, true)).toEqual({
    key: A,
    expected: 7,
    next: applied.history,
    oldestNewMs: early.atMs,
    mattersUntilMs: late.atMs + rules.rereadWindowMs,
    openUntilMs: open.atMs + rules.maxStayMs,
    isUnposted: true,
  });
});
