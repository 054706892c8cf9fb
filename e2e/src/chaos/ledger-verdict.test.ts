import { describe, expect, it } from "vitest";
import type { FinalState } from "./final-state.js";
import {
  entry,
  finalState,
  ledger,
  nameOfEvent,
  row,
  stayIdAt,
  x1,
  x2,
} from "./final-state.fixture.js";
import { isRight, problemsOf, verdictOf } from "./verdict.js";

const without = (id: string) => ledger.filter(({ event_id }) => event_id !== id);
const but = (id: string, change: object) =>
  ledger.map((one) => (one.event_id === id ? { ...one, ...change } : one));
const parkedAs = (id: string, minute: number, ...codes: readonly string[]) => ({
  parkedCodes: new Map([[nameOfEvent(entry(id, minute)), new Set(codes)]]),
});
const E5 = "entry e5 of C1 in main at 2026-03-01T09:00:00.000Z";

describe("the verdict of the ledger", () => {
  it("is right when each accepted read stands there once, with its fate and its stay", () => {
    const verdict = verdictOf(finalState);
    expect(verdict.ledger).toEqual({ expected: 7, right: 7, differences: [] });
    expect(isRight(verdict)).toBe(true);
  });

  it.each<[string, Partial<FinalState>, string]>([
    ["lacks a read", { ledger: without("e5") }, `lacks ${E5}, which is abandoned`],
    ["is empty", { ledger: [] }, `lacks ${E5}, which is abandoned`],
    [
      "has a read twice",
      { ledger: [...ledger, row("entry", "e5", 60, "abandoned")] },
      `has ${E5} 2 times`,
    ],
    [
      "has a read that nobody published",
      { ledger: [...ledger, row("entry", "e8", 80, "open")] },
      "has entry e8 of C1 in main at 2026-03-01T09:20:00.000Z, which nobody published",
    ],
    [
      "has a read at another instant",
      { ledger: but("e6", { date_time: "2026-03-01T09:10:00.001Z" }) },
      "has entry e6 of C1 in main at 2026-03-01T09:10:00.001Z, which nobody published",
    ],
    [
      "has another fate",
      { ledger: but("e5", { state: "open" }) },
      `has ${E5} as open, not as abandoned`,
    ],
    [
      "has an accepted read as parked",
      {
        ledger: but("e5", { state: "parked", parked_code: "TOO_LATE" }),
        ...parkedAs("e5", 60, "TOO_LATE"),
      },
      `has ${E5} as parked, not as abandoned`,
    ],
    [
      "has another stay",
      { ledger: but("e2", { stay_id: stayIdAt(...x1) }) },
      `as closed by ${stayIdAt(...x1)}, not as closed by ${stayIdAt(...x2)}`,
    ],
    [
      "has a voided exit as unmatched",
      { ledger: but("x9", { state: "unmatched", stay_id: undefined }) },
      `as unmatched, not as voided by ${stayIdAt("x9", 50)}`,
    ],
    [
      "lacks a code",
      parkedAs("e5", 60, "SUMMARY_REFUSED"),
      `lacks that ${E5} was parked as SUMMARY_REFUSED`,
    ],
    [
      "has another code",
      { ledger: but("e5", { parked_code: "TOO_LATE" }), ...parkedAs("e5", 60, "SUMMARY_REFUSED") },
      `lacks that ${E5} was parked as SUMMARY_REFUSED`,
    ],
    [
      "has a code of what was never parked",
      { ledger: but("e5", { parked_code: "TOO_LATE" }) },
      `has ${E5} parked as TOO_LATE, which nobody parked`,
    ],
  ])("fails the run when it %s", (_, change, sentence) => {
    const verdict = verdictOf({ ...finalState, ...change });
    expect(isRight(verdict)).toBe(false);
    const problems = problemsOf({ verdict, effectTimes: 1, peakMegabytes: 100 }, 256);
    expect(problems.join("\n")).toContain(sentence);
    expect(problems).not.toContain("the stays are not those of the events");
  });

  it("keeps the code of a read that was parked and accepted later", () => {
    const state = { ledger: but("e5", { parked_code: "A" }), ...parkedAs("e5", 60, "A", "B") };
    expect(verdictOf({ ...finalState, ...state }).ledger?.differences).toEqual([]);
  });

  it("takes from the history that a refused stay was made void", () => {
    const refuses = (stayId: string) => stayId === stayIdAt("x9", 50);
    const stays = finalState.stays.filter(({ status }) => status === "closed");
    const state = { ...finalState, stays, refuses };
    expect(verdictOf(state).ledger?.differences).toEqual([]);
  });

  it("names the first differences, and how many there are", () => {
    const confirmed = Array.from({ length: 30 }, (_, minute) => entry(`e${minute}`, minute));
    const verdict = verdictOf({ ...finalState, confirmed, ledger: [] });
    const problems = problemsOf({ verdict, effectTimes: 1, peakMegabytes: 100 }, 256);
    expect(problems).toContain("the ledger differs from the events in 30 places");
    expect(problems.filter((one) => one.includes("lacks"))).toHaveLength(20);
  });
});
