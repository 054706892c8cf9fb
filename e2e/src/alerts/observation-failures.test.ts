import { describe, expect, it } from "vitest";
import type { AlertFault, Observation } from "./alert-fault.js";
import { chooseFaults } from "./choose-faults.js";
import { observationFailures } from "./observation-failures.js";

const aFault = (name: string, alert: string, more: Partial<AlertFault> = {}): AlertFault => ({
  ...{ name, during: [alert] },
  inject: () => Promise.reject(new Error("is never injected")),
  ...more,
});
const small = aFault("a small one", "EventsLost", { greatestFactor: 6 });
const seen: Observation = {
  ...{ alert: "EventsLost", fault: "any", since: "the fault" },
  ...{ firedAfter: 3, resolvedAfter: 4 },
};

describe("a fault that is too small for the factor", () => {
  const faults = [aFault("redis", "StoreLost", { meanwhile: [small] }), small];
  const namesOf = (of: readonly AlertFault[]) => of.map(({ name }) => name);

  it("is skipped, also beside another fault", () => {
    const { faults: chosen, skipped } = chooseFaults(faults, 60);
    expect(namesOf(chosen)).toEqual(["redis"]);
    expect(chosen[0]?.meanwhile).toEqual([]);
    expect(namesOf(skipped)).toEqual(["a small one", "a small one"]);
  });

  it("is run with a smaller factor", () => {
    const { faults: chosen, skipped } = chooseFaults(faults, 6);
    expect(namesOf(chosen)).toEqual(["redis", "a small one"]);
    expect(namesOf(chosen[0]?.meanwhile ?? [])).toEqual(["a small one"]);
    expect(skipped).toEqual([]);
  });
});

describe("an alert", () => {
  it("has to be observed, whether its fault was skipped or there is none", () => {
    expect(observationFailures(["EventsLost"], [], [small])).toEqual(["EventsLost: was skipped"]);
    expect(observationFailures(["EventsLost"], [], [])).toEqual([
      "EventsLost: no fault was run for it",
    ]);
    expect(observationFailures(["EventsLost"], [seen], [small])).toEqual([]);
  });

  it("has to fire and to end", () => {
    const silent = { ...seen, firedAfter: undefined };
    const endless = { ...seen, resolvedAfter: undefined };
    expect(observationFailures(["EventsLost"], [silent, endless], [])).toEqual([
      "EventsLost did not fire",
      "EventsLost did not end",
    ]);
  });
});
