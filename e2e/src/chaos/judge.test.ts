import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import { describe, expect, it } from "vitest";
import { type Evidence, isSpotless, judge } from "./judge.js";
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

const evidence: Evidence = {
  confirmed: [entry("e1", 0), exit("x1", 10), entry("e2", 20), exit("x2", 30), exit("x2", 30)],
  stays: [closed("x1", "e1"), closed("x2", "e2"), { stay_id: "x9", status: "void" }],
  parked: new Set(),
  recorded: new Set(["entry e1", "exit x1", "entry e2", "exit x2"]),
};

describe("the verdict", () => {
  it("is spotless when the sink holds what the rule says", () => {
    const verdict = judge(evidence);
    expect(verdict).toMatchObject({ events: 4, expected: 2, found: 2 });
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
    ["a parked event", { parked: new Set(["exit x2"]) }, { parked: 1 }],
    ["an event that is nowhere", { recorded: new Set(["entry e1"]) }, { unaccounted: 3 }],
  ])("tells of %s", (_name, change, told) => {
    const verdict = judge({ ...evidence, ...change });
    expect(verdict).toMatchObject(told);
    expect(isSpotless(verdict)).toBe(false);
  });

  it("is not spotless when there was nothing to find", () => {
    expect(isSpotless(judge({ ...evidence, confirmed: [], stays: [] }))).toBe(false);
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
