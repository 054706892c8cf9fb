import { describe, expect, it } from "vitest";
import type { Act, Sighting } from "./act.js";
import { chooseActs } from "./choose-acts.js";
import { sightingFailures } from "./sighting-failures.js";

const act = (fault: string, alert: string, more: Partial<Act> = {}): Act => ({
  ...{ fault, during: [alert] },
  strike: () => Promise.reject(new Error("is not played")),
  ...more,
});
const small = act("a small one", "EventsLost", { greatestFactor: 6 });
const seen: Sighting = {
  ...{ alert: "EventsLost", fault: "any", since: "the fault" },
  ...{ firedAfter: 3, resolvedAfter: 4 },
};

describe("an act whose fault is too small for the factor", () => {
  const acts = [act("redis", "StoreLost", { meanwhile: [small] }), small];
  const namesOf = (of: readonly Act[]) => of.map(({ fault }) => fault);

  it("is told as skipped, also where it happens beside another", () => {
    const { acts: chosen, skipped } = chooseActs(acts, 60);
    expect(namesOf(chosen)).toEqual(["redis"]);
    expect(chosen[0]?.meanwhile).toEqual([]);
    expect(namesOf(skipped)).toEqual(["a small one", "a small one"]);
  });

  it("is played with a smaller one", () => {
    const { acts: chosen, skipped } = chooseActs(acts, 6);
    expect(namesOf(chosen)).toEqual(["redis", "a small one"]);
    expect(namesOf(chosen[0]?.meanwhile ?? [])).toEqual(["a small one"]);
    expect(skipped).toEqual([]);
  });
});

describe("an alert", () => {
  it("has to be seen, whether its act was skipped or there is none", () => {
    expect(sightingFailures(["EventsLost"], [], [small])).toEqual(["EventsLost: was skipped"]);
    expect(sightingFailures(["EventsLost"], [], [])).toEqual([
      "EventsLost: no fault was played for it",
    ]);
    expect(sightingFailures(["EventsLost"], [seen], [small])).toEqual([]);
  });

  it("has to fire and to end", () => {
    const silent = { ...seen, firedAfter: undefined };
    const endless = { ...seen, resolvedAfter: undefined };
    expect(sightingFailures(["EventsLost"], [silent, endless], [])).toEqual([
      "EventsLost did not fire",
      "EventsLost did not end",
    ]);
  });
});
