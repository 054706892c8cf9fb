import { describe, expect, it } from "vitest";
import { limitOf } from "./limit.js";
import { aSample } from "./sample.fixture.js";

const second = (changes: Parameters<typeof aSample>[0]) =>
  Array.from({ length: 10 }, () => aSample(changes));

describe("the limit of a load", () => {
  it("is none when events were confirmed and consumed at the planned rate", () => {
    expect(limitOf(second({}), 4)).toContain("No limit was reached");
  });

  it.each<[string, Parameters<typeof aSample>[0]]>([
    ["the process of the load", { confirmedPerSecond: 500, cores: { load: 0.95 } }],
    ["blocked its publishers", { confirmedPerSecond: 500, isBlocked: true }],
    ["confirms were slow", { confirmedPerSecond: 500 }],
    ["the backends (the busiest used 0.9", { backlog: 9_000, cores: { "busiest backend": 0.9 } }],
    ["the summary API", { backlog: 9_000, cores: { "summary API": 0.9 } }],
    ["a service that the backends wait for", { backlog: 9_000 }],
    ["whose 4 cores were all busy", { backlog: 9_000, cores: { machine: 3.9, load: 0.95 } }],
  ])("is %s", (part, changes) => {
    expect(limitOf(second(changes), 4)).toContain(part);
  });
});
