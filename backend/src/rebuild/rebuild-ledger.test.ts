import type { ReadOutcome } from "@boomgate/contracts";
import { describe, expect, it } from "vitest";
import type { PublishedEvent } from "../ports/event-trail.js";
import type { KnownRead } from "../ports/known-reads.js";
import { readOfEvent } from "./accepted-reads.js";
import { aRebuild, HOUR_MS, ledgerOf, NOW_MS, trailOf, visits } from "./rebuild-store.fixture.js";
import { rebuildStore } from "./rebuild-store.js";

const DAY_MS = 24 * HOUR_MS;

const known = (
  published: PublishedEvent,
  state: "open" | "unmatched" | "parked" = "open",
  firstSeenAtMs = NOW_MS - HOUR_MS,
): KnownRead => ({
  lotId: published.event.lotId,
  read: readOfEvent(published),
  fate: state === "parked" ? undefined : state,
  revision: state === "parked" ? undefined : NOW_MS,
  stayId: undefined,
  parkedCode: state === "parked" ? "TOO_LATE" : undefined,
  firstSeenAtMs,
});

describe("a rebuild that reads the ledger", () => {
  const [entry, exit] = visits(1) as [PublishedEvent, PublishedEvent];
  const rebuiltWith = async (
    reads: readonly KnownRead[],
    published: readonly PublishedEvent[] | undefined,
    parked: readonly PublishedEvent[] = [],
  ) => {
    const { rebuild, posted } = aRebuild([]);
    const trail = published && trailOf(published);
    const sources = { ledger: ledgerOf(reads), isLedgerWhole: true, trail };
    const all = { ...rebuild.sources, ...sources, parkedTrail: trailOf(parked) };
    const counts = await rebuildStore({ ...rebuild, sources: all });
    return { stays: posted.length, reads: counts.reads };
  };

  it("takes from it what is in no stream, and from the stream what it does not know", async () => {
    expect(await rebuiltWith([known(entry)], [exit])).toEqual({ stays: 1, reads: 2 });
  });

  it("leaves out what was parked and never accepted, although a copy of it was not parked", async () => {
    const reads = [known(entry), known(exit, "parked")];
    expect(await rebuiltWith(reads, [entry, exit, exit], [exit])).toEqual({ stays: 0, reads: 1 });
    expect(await rebuiltWith(reads, undefined)).toEqual({ stays: 0, reads: 1 });
  });

  it("takes what was parked, and accepted after all", async () => {
    const reads = [known(entry), known(exit, "unmatched")];
    expect(await rebuiltWith(reads, [entry, exit], [exit])).toEqual({ stays: 1, reads: 2 });
  });

  it("asks the ledger only when it has taken all outcomes", async () => {
    const { rebuild, posted } = aRebuild([]);
    const reads: KnownRead[] = [];
    const ledger = {
      ...ledgerOf(reads),
      caughtUp: async () => void reads.push(known(entry), known(exit)),
    };
    await rebuildStore({ ...rebuild, sources: { ...rebuild.sources, ledger } });
    expect(posted).toHaveLength(1);
  });
});

describe("a rebuild that publishes outcomes", () => {
  const [entry] = visits(1) as [PublishedEvent];
  const longAgoMs = NOW_MS - 60 * DAY_MS;
  const enteredAt = (atMs: number): PublishedEvent => ({
    ...entry,
    event: { ...entry.event, id: `at ${atMs}`, enteredAt: new Date(atMs) } as never,
  });
  const [first, second] = [enteredAt(longAgoMs), enteredAt(longAgoMs + 1_000)];
  const outcomesWith = async (reads: readonly KnownRead[]) => {
    const published: ReadOutcome[] = [];
    const { rebuild } = aRebuild([]);
    const ledger = {
      isOn: true,
      publish: async (some: readonly ReadOutcome[]) => void published.push(...some),
    };
    const sources = {
      ...rebuild.sources,
      ...{ ledger: ledgerOf(reads), isLedgerWhole: true, trail: trailOf([first, second]) },
    };
    await rebuildStore({ ...rebuild, ledger, sources });
    return published.map((outcome) => [outcome.id, "fate" in outcome && outcome.fate]);
  };

  it("corrects a fate that the ledger has, also of a read that is forgotten by now", async () => {
    const reads = [known(first), known(second)];
    expect(await outcomesWith(reads)).toEqual([
      [first.event.id, "open"],
      [second.event.id, "reread"],
    ]);
  });

  it("leaves a fate as it is that only a read would change which may never be accepted", async () => {
    expect(await outcomesWith([known(second)])).toEqual([]);
    expect(await outcomesWith([known(first)])).toEqual([[first.event.id, "open"]]);
  });

  it("says nothing of a forgotten read of which the ledger has no fate: it may never have been accepted", async () => {
    expect(await outcomesWith([known(second, "parked")])).toEqual([]);
  });
});

describe("a stream that was cut, and a ledger", () => {
  const [entry] = visits(1) as [PublishedEvent];
  const rebuilt = async (firstSeenAtMs: number, isLedgerWhole = false) => {
    const { rebuild, store } = aRebuild([]);
    const old = { ...entry, event: { ...entry.event, enteredAt: new Date(firstSeenAtMs) } };
    const ledger = ledgerOf([
      known(entry, "open", NOW_MS - HOUR_MS),
      known(old, "open", firstSeenAtMs),
    ]);
    const trail = trailOf([entry], NOW_MS - HOUR_MS);
    const sources = { ...rebuild.sources, ledger, isLedgerWhole, trail };
    await rebuildStore({ ...rebuild, sources });
    return store.currentFloorMs();
  };

  it("are enough when the ledger reaches back longer than any stay", async () => {
    expect(await rebuilt(NOW_MS - 35 * DAY_MS)).toBeLessThan(NOW_MS - 3 * DAY_MS);
  });

  it("are refused when neither reaches back so far", async () => {
    await expect(rebuilt(NOW_MS - 20 * DAY_MS)).rejects.toThrow("--partial");
  });

  it("are enough when the ledger is said to have every read", async () => {
    expect(await rebuilt(NOW_MS - 20 * DAY_MS, true)).toBeLessThan(NOW_MS - 3 * DAY_MS);
  });
});
