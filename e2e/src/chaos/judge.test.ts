import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import { describe, expect, it } from "vitest";
import type { Evidence } from "./evidence.js";
import { faultsOf, isSpotless, judge, type Outcome } from "./judge.js";
import { trafficOf } from "./traffic.js";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 8, minute));
const shared = { plate: "C1", lotId: "main" };
const entry = (id: string, minute: number): EntryEvent => ({
  kind: "entry",
  id,
  ...shared,
  enteredAt: at(minute),
});
const exit = (id: string, minute: number): ExitEvent => ({
  kind: "exit",
  id,
  ...shared,
  exitedAt: at(minute),
});
const closed = (stay_id: string, entry_event_id: string) => ({
  stay_id,
  status: "closed" as const,
  entry_event_id,
});

const read = (kind: "entry" | "exit", id: string, minute: number) => ({
  kind,
  id,
  atMs: at(minute).getTime(),
});
const history = {
  reads: [
    read("entry", "e1", 0),
    read("exit", "x1", 10),
    read("entry", "e2", 20),
    read("exit", "x2", 30),
    read("exit", "x9", 50),
    read("entry", "e5", 60),
    read("entry", "e6", 70),
  ],
  voided: ["x9"],
};

const evidence: Evidence = {
  confirmed: [
    ...[entry("e1", 0), exit("x1", 10), entry("e2", 20), exit("x2", 30), exit("x2", 30)],
    ...[exit("x9", 50), entry("e5", 60), entry("e6", 70)],
  ],
  stays: [closed("x1", "e1"), closed("x2", "e2"), { stay_id: "x9", status: "void" }],
  parked: new Set(),
  histories: [history],
};
const without = (...ids: readonly string[]): Partial<Evidence> => ({
  histories: [{ ...history, reads: history.reads.filter(({ id }) => !ids.includes(id)) }],
});

describe("the verdict", () => {
  it("is spotless when the sink holds what the rule says", () => {
    const verdict = judge(evidence);
    expect(verdict).toMatchObject({ events: 7, expected: 2, found: 2, unbalanced: 0 });
    expect(verdict.accounts).toEqual({
      ...{ closed: 4, voided: 1, open: 1, abandoned: 1 },
      ...{ reread: 0, unmatched: 0, refused: 0, parked: 0 },
    });
    expect(isSpotless(verdict)).toBe(true);
  });

  it.each<[string, Partial<Evidence>, object]>([
    ["a lost stay", { stays: [closed("x1", "e1")] }, { lost: 1 }],
    [
      "a stay of two visits",
      { stays: [closed("x1", "e1"), closed("x2", "e1")] },
      { lost: 1, twice: 1 },
    ],
    ["an invented stay", { stays: [...evidence.stays, closed("x7", "e7")] }, { invented: 1 }],
    ["a parked event", { parked: new Set(["exit x2"]) }, { parked: 1, unbalanced: 0 }],
    ["an event that is nowhere", without("e5"), { unaccounted: 1, unbalanced: -1 }],
    [
      "an event that is parked and of which nothing else tells",
      { ...without("e5"), parked: new Set(["entry e5"]) },
      { parked: 1, unaccounted: 0, unbalanced: 0 },
    ],
    [
      "a void stay that never came to the sink",
      { stays: evidence.stays.slice(0, 2) },
      { lost: 0, unaccounted: 0, unbalanced: -1 },
    ],
    [
      "a history with an event that nobody published",
      {
        histories: [{ ...history, reads: [...history.reads, read("exit", "x8", 55)] }],
      },
      { lost: 0, unaccounted: 0, unbalanced: 1 },
    ],
    [
      "an event that two histories hold",
      { histories: [history, { reads: [read("entry", "e6", 70)], voided: [] }] },
      { lost: 0, unaccounted: 0, unbalanced: 1 },
    ],
  ])("tells of %s", (_name, change, told) => {
    const verdict = judge({ ...evidence, ...change });
    expect(verdict).toMatchObject(told);
    expect(isSpotless(verdict)).toBe(false);
  });

  it("lets the sink refuse stays whose events are parked", () => {
    const refuses = (stayId: string) => stayId === "x2";
    const stays = evidence.stays.filter(({ stay_id }) => stay_id !== "x2");
    const verdict = judge({ ...evidence, stays, refuses, parked: new Set(["exit x2"]) });
    expect(verdict).toMatchObject({ refused: 1, expected: 1, unbalanced: 0 });
    expect(isSpotless(verdict)).toBe(true);
    expect(isSpotless(judge({ ...evidence, stays, refuses }))).toBe(false);
  });

  it("is not spotless when there was nothing to find", () => {
    expect(isSpotless(judge({ ...evidence, confirmed: [], stays: [], histories: [] }))).toBe(false);
  });
});

describe("a run", () => {
  const well = { verdict: judge(evidence), feltTimes: 1, peakMegabytes: 120 };

  it("went well when the stays are right, the fault was felt and memory stayed below the bound", () => {
    expect(faultsOf(well, 256)).toEqual([]);
  });

  it.each<[string, Partial<Outcome>]>([
    ["the stays are not those of the events", { verdict: judge({ ...evidence, stays: [] }) }],
    ["nobody felt the fault", { feltTimes: 0 }],
    ["nobody read the memory", { peakMegabytes: 0 }],
    ["a backend took more than 256 MB", { peakMegabytes: 257 }],
  ])("failed when %s", (sentence, change) => {
    expect(faultsOf({ ...well, ...change }, 256)).toContain(sentence);
  });
});

describe("the traffic of the faults", () => {
  it("is the same for the same seed, with copies, late events and missed reads", () => {
    const now = Date.UTC(2026, 2, 1);
    const one = trafficOf(1, 400, now);
    expect(trafficOf(1, 400, now)).toEqual(one);
    const texts = one.map(({ kind, id }) => `${kind} ${id}`);
    expect(new Set(texts).size).toBeLessThan(texts.length);
    expect(new Set(texts).size).toBeLessThan(800);
    expect(trafficOf(2, 400, now)).not.toEqual(one);
  });
});
