import { expect, it } from "vitest";
import { alertNames, recordNames, scaleRules } from "./scaled-rules.js";

const scaled = (alert: string, expr: string, wait: string) =>
  scaleRules({ groups: [{ name: "g", rules: [{ alert, expr, for: wait }] }] }, 60).groups[0]
    ?.rules[0];

it("divides ranges and waiting times, and no threshold", () => {
  expect(scaled("A", "rate(a_total[1h]) > 600 and increase(a_total[30m]) > 20", "15m")).toEqual({
    alert: "A",
    expr: "rate(a_total[60s]) > 600 and increase(a_total[30s]) > 20",
    for: "15s",
  });
});

it("divides offsets, and sets the age of a scrape", () => {
  expect(scaled("A", "a unless a offset 1h", "5m")?.expr).toBe("a unless a offset 60s");
  const record = "parking:scrape_age:seconds";
  const file = { groups: [{ name: "g", rules: [{ record, expr: "vector(10)" }] }] };
  expect(scaleRules(file, 60).groups[0]?.rules[0]?.expr).toBe("vector(2)");
});

it("changes a record that the rules have", () => {
  expect(recordNames()).toContain("parking:scrape_age:seconds");
});

it("keeps ranges long enough for two values of a queue's length", () => {
  expect(scaled("A", "rate(a_total[1m])", "15s")).toMatchObject({
    expr: "rate(a_total[10s])",
    for: "1s",
  });
});

it("divides a threshold that is a duration", () => {
  expect(scaled("RollupsBehind", "lag > 300 or lag > 7200", "5m")?.expr).toBe(
    "lag > 5 or lag > 120",
  );
});

it("reads the alerts of the repository", () => {
  expect(alertNames()).toContain("EventsLost");
});
