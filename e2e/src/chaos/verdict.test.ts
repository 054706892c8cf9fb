import { describe, expect, it } from "vitest";
import type { FinalState } from "./final-state.js";
import {
  closed,
  e1,
  entry,
  exit,
  finalState,
  history,
  nameOfEvent,
  read,
  row,
  shared,
  stayIdAt,
  without,
  x1,
  x2,
} from "./final-state.fixture.js";
import { nameOfBody } from "./named-read.js";
import { problemsOf, isRight, verdictOf, type Outcome } from "./verdict.js";
import { trafficOf } from "./traffic.js";

describe("the verdict", () => {
  it("is right when the sink holds the stays of the rule", () => {
    const verdict = verdictOf(finalState);
    expect(verdict).toMatchObject({ events: 7, expected: 2, found: 2, sumDifference: 0 });
    expect(verdict.outcomes).toEqual({
      ...{ closed: 4, voided: 1, open: 1, abandoned: 1 },
      ...{ reread: 0, unmatched: 0, refused: 0, parked: 0 },
    });
    expect(isRight(verdict)).toBe(true);
  });

  it.each<[string, Partial<FinalState>, object]>([
    ["a lost stay", { stays: [closed(e1, x1)] }, { lost: 1 }],
    ["a stay of two visits", { stays: [closed(e1, x1), closed(e1, x2)] }, { lost: 1, twice: 1 }],
    [
      "an invented stay",
      { stays: [...finalState.stays, closed(["e7", 70], ["x7", 80])] },
      { invented: 1 },
    ],
    [
      "a parked event",
      { parked: new Map([[nameOfEvent(exit("x2", 30)), 1]]) },
      { parked: 1, sumDifference: 0 },
    ],
    ["an event that is nowhere", without("e5"), { unaccounted: 1, sumDifference: -1 }],
    [
      "an event that is parked and in no history",
      { ...without("e5"), parked: new Map([[nameOfEvent(entry("e5", 60)), 1]]) },
      { parked: 1, unaccounted: 0, sumDifference: 0 },
    ],
    [
      "a void stay that is not in the sink",
      { stays: finalState.stays.slice(0, 2) },
      { lost: 0, unaccounted: 0, sumDifference: -1 },
    ],
    [
      "a history with an event that nobody published",
      {
        histories: [{ ...history, reads: [...history.reads, read("exit", "x8", 55)] }],
      },
      { lost: 0, unaccounted: 0, sumDifference: 1 },
    ],
    [
      "an event that two histories hold",
      { histories: [history, { ...shared, reads: [read("entry", "e6", 70)], voided: [] }] },
      { lost: 0, unaccounted: 0, sumDifference: 1 },
    ],
  ])("counts %s", (_name, change, counts) => {
    const verdict = verdictOf({ ...finalState, ...change, ledger: undefined });
    expect(verdict).toMatchObject(counts);
    expect(isRight(verdict)).toBe(false);
  });

  it("lets the sink refuse stays whose events are parked", () => {
    const refuses = (stayId: string) => stayId === stayIdAt(...x2);
    const stays = finalState.stays.filter(({ stay_id }) => !refuses(stay_id));
    const parked = new Map([[nameOfEvent(exit(...x2)), 1]]);
    const verdict = verdictOf({ ...finalState, stays, refuses, parked });
    expect(verdict).toMatchObject({ refused: 1, expected: 1, sumDifference: 0 });
    expect(isRight(verdict)).toBe(true);
    expect(isRight(verdictOf({ ...finalState, stays, refuses }))).toBe(false);
  });

  it("distinguishes events that reuse an id: later, on another plate, in another lot", () => {
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
    const ledger = [shared, again].flatMap(({ plate, lotId }) =>
      [10, 30].flatMap((minute) => {
        const stayId = stayIdAt("17", minute, lotId);
        const rows = [
          row("entry", "17", minute - 10, "closed", stayId),
          row("exit", "17", minute, "closed", stayId),
        ];
        return rows.map((one) => ({ ...one, lot_id: lotId, vehicle_plate: plate }));
      }),
    );
    const all = { ...finalState, confirmed: [...twins, ...elsewhere], histories, ledger };
    const verdict = verdictOf({ ...all, stays });
    expect(verdict).toMatchObject({ events: 8, expected: 4, found: 4, sumDifference: 0 });
    expect(isRight(verdict)).toBe(true);
    expect(verdictOf({ ...all, stays: stays.slice(1) })).toMatchObject({ lost: 1 });
  });

  describe("of messages that have to be parked", () => {
    const junk = nameOfBody(Buffer.from("no event"));
    const copied = nameOfEvent(entry("e1", 0));
    const mustBeParked = new Map([
      [junk, 1],
      [copied, 2],
    ]);
    const parkedAs = (junkCount: number, copiedCount: number) =>
      verdictOf({
        ...finalState,
        mustBeParked,
        parked: new Map([
          [junk, junkCount],
          [copied, copiedCount],
        ]),
      });

    it("is right when they are parked, and counts those that are no events as well", () => {
      const verdict = parkedAs(1, 2);
      expect(verdict).toMatchObject({ events: 8, parked: 3, wronglyParked: 0, sumDifference: 0 });
      expect(isRight(verdict)).toBe(true);
    });

    it.each([
      ["one is missing", 0, 2, 1],
      ["an event is parked once too few", 1, 1, 1],
      ["one was copied many times", 768, 2, 767],
    ])("is wrong when %s", (_what, junkCount, copiedCount, wronglyParked) => {
      const verdict = parkedAs(junkCount, copiedCount);
      expect(verdict).toMatchObject({ wronglyParked });
      expect(isRight(verdict)).toBe(false);
    });
  });

  it("is wrong when no stay was expected", () => {
    expect(isRight(verdictOf({ ...finalState, confirmed: [], stays: [], histories: [] }))).toBe(
      false,
    );
  });
});

describe("a run", () => {
  const passed = { verdict: verdictOf(finalState), effectTimes: 1, peakMegabytes: 120 };

  it("passed when the stays are right, the fault had an effect and memory stayed below the limit", () => {
    expect(problemsOf(passed, 256)).toEqual([]);
  });

  it.each<[string, Partial<Outcome>]>([
    ["the stays are not those of the events", { verdict: verdictOf({ ...finalState, stays: [] }) }],
    ["the fault had no effect on the services", { effectTimes: 0 }],
    ["a parked event of another plate", { problems: ["a parked event of another plate"] }],
    [
      "the parking lot differs by 1 messages from what has to be in it",
      {
        verdict: verdictOf({
          ...finalState,
          mustBeParked: new Map([[nameOfBody(Buffer.from("{")), 1]]),
        }),
      },
    ],
    ["the memory of the backends could not be read", { peakMegabytes: 0 }],
    ["a process took more than 256 MB", { peakMegabytes: 257 }],
  ])("failed when %s", (sentence, change) => {
    expect(problemsOf({ ...passed, ...change }, 256)).toContain(sentence);
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
