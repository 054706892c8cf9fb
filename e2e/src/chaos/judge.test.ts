import { type EntryEvent, type ExitEvent, stayIdOf } from "@boomgate/contracts";
import { describe, expect, it } from "vitest";
import type { Evidence } from "./evidence.js";
import { namedRead, nameOfBody } from "./named-read.js";
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
const stayIdAt = (exitEventId: string, minute: number, lotId = "main") =>
  stayIdOf({ lotId, exitEventId, exitedAt: at(minute) });
const closed = (from: readonly [string, number], to: readonly [string, number]) => ({
  stay_id: stayIdAt(...to),
  status: "closed" as const,
  lot_id: "main",
  vehicle_plate: "C1",
  entry_event_id: from[0],
  entry_date_time: at(from[1]).toISOString(),
});
const e1 = ["e1", 0] as const;
const x1 = ["x1", 10] as const;
const x2 = ["x2", 30] as const;
const voided = {
  stay_id: stayIdAt("x9", 50),
  status: "void" as const,
  lot_id: "main",
  vehicle_plate: "C1",
};
const nameOfEvent = (event: EntryEvent | ExitEvent) => namedRead(event).id;

const read = (kind: "entry" | "exit", id: string, minute: number) => ({
  kind,
  id,
  atMs: at(minute).getTime(),
});
const history = {
  ...shared,
  reads: [
    read("entry", "e1", 0),
    read("exit", "x1", 10),
    read("entry", "e2", 20),
    read("exit", "x2", 30),
    read("exit", "x9", 50),
    read("entry", "e5", 60),
    read("entry", "e6", 70),
  ],
  voided: [stayIdAt("x9", 50)],
};

const evidence: Evidence = {
  confirmed: [
    ...[entry("e1", 0), exit("x1", 10), entry("e2", 20), exit("x2", 30), exit("x2", 30)],
    ...[exit("x9", 50), entry("e5", 60), entry("e6", 70)],
  ],
  stays: [closed(e1, x1), closed(["e2", 20], x2), voided],
  parked: new Map(),
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
    ["a lost stay", { stays: [closed(e1, x1)] }, { lost: 1 }],
    ["a stay of two visits", { stays: [closed(e1, x1), closed(e1, x2)] }, { lost: 1, twice: 1 }],
    [
      "an invented stay",
      { stays: [...evidence.stays, closed(["e7", 70], ["x7", 80])] },
      { invented: 1 },
    ],
    [
      "a parked event",
      { parked: new Map([[nameOfEvent(exit("x2", 30)), 1]]) },
      { parked: 1, unbalanced: 0 },
    ],
    ["an event that is nowhere", without("e5"), { unaccounted: 1, unbalanced: -1 }],
    [
      "an event that is parked and of which nothing else tells",
      { ...without("e5"), parked: new Map([[nameOfEvent(entry("e5", 60)), 1]]) },
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
      { histories: [history, { ...shared, reads: [read("entry", "e6", 70)], voided: [] }] },
      { lost: 0, unaccounted: 0, unbalanced: 1 },
    ],
  ])("tells of %s", (_name, change, told) => {
    const verdict = judge({ ...evidence, ...change });
    expect(verdict).toMatchObject(told);
    expect(isSpotless(verdict)).toBe(false);
  });

  it("lets the sink refuse stays whose events are parked", () => {
    const refuses = (stayId: string) => stayId === stayIdAt(...x2);
    const stays = evidence.stays.filter(({ stay_id }) => !refuses(stay_id));
    const parked = new Map([[nameOfEvent(exit(...x2)), 1]]);
    const verdict = judge({ ...evidence, stays, refuses, parked });
    expect(verdict).toMatchObject({ refused: 1, expected: 1, unbalanced: 0 });
    expect(isSpotless(verdict)).toBe(true);
    expect(isSpotless(judge({ ...evidence, stays, refuses }))).toBe(false);
  });

  it("tells events apart whose ids are used again: later, on another plate, in another lot", () => {
    const again = { plate: "C2", lotId: "north" };
    const twins = [entry("17", 0), exit("17", 10), entry("17", 20), exit("17", 30)];
    const elsewhere = twins.map((event) => ({ ...event, ...again }));
    const stays = [
      closed(["17", 0], ["17", 10]),
      closed(["17", 20], ["17", 30]),
      ...[10, 30].map((minute) => ({
        ...closed(["17", minute - 10], ["17", minute]),
        stay_id: stayIdAt("17", minute, "north"),
        ...{ lot_id: "north", vehicle_plate: "C2" },
      })),
    ];
    const reads = [
      ...[read("entry", "17", 0), read("exit", "17", 10)],
      ...[read("entry", "17", 20), read("exit", "17", 30)],
    ];
    const histories = [shared, again].map((place) => ({ ...place, reads, voided: [] }));
    const all = { ...evidence, confirmed: [...twins, ...elsewhere], histories };
    const verdict = judge({ ...all, stays });
    expect(verdict).toMatchObject({ events: 8, expected: 4, found: 4, unbalanced: 0 });
    expect(isSpotless(verdict)).toBe(true);
    expect(judge({ ...all, stays: stays.slice(1) })).toMatchObject({ lost: 1 });
  });

  describe("of messages that have to be parked", () => {
    const junk = nameOfBody(Buffer.from("no event"));
    const copied = nameOfEvent(entry("e1", 0));
    const mustBeParked = new Map([
      [junk, 1],
      [copied, 2],
    ]);
    const parkedAs = (junkCount: number, copiedCount: number) =>
      judge({
        ...evidence,
        mustBeParked,
        parked: new Map([
          [junk, junkCount],
          [copied, copiedCount],
        ]),
      });

    it("is spotless when they are there, and counts what is no event among the events", () => {
      const verdict = parkedAs(1, 2);
      expect(verdict).toMatchObject({ events: 8, parked: 3, wronglyParked: 0, unbalanced: 0 });
      expect(isSpotless(verdict)).toBe(true);
    });

    it.each([
      ["one is missing", 0, 2, 1],
      ["an event is there once too seldom", 1, 1, 1],
      ["one was copied again and again", 768, 2, 767],
    ])("is not when %s", (_what, junkCount, copiedCount, wronglyParked) => {
      const verdict = parkedAs(junkCount, copiedCount);
      expect(verdict).toMatchObject({ wronglyParked });
      expect(isSpotless(verdict)).toBe(false);
    });
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
    ["a parked event of another plate", { wrong: ["a parked event of another plate"] }],
    [
      "the parking lot differs by 1 messages from what has to be in it",
      {
        verdict: judge({ ...evidence, mustBeParked: new Map([[nameOfBody(Buffer.from("{")), 1]]) }),
      },
    ],
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
