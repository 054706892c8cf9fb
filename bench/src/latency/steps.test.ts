import { expect, it } from "vitest";
import { stepsBetween } from "./steps.js";
import { stepsTable } from "./steps-table.js";

const steps = (seconds: number, calls: number) => {
  const timed = { seconds, calls };
  return { load: timed, save: timed, POST: timed, commit: timed };
};
const line = {
  row: "ours",
  perSecond: 500,
  eventType: "exit" as const,
  waits: { processing: [], endToEnd: [] },
};

it("counts the calls between two readings", () => {
  expect(stepsBetween(steps(1, 10), steps(3, 14)).POST).toEqual({ seconds: 2, calls: 4 });
});

it("prints the mean over all rounds, of rows that export their steps", () => {
  const table = stepsTable([{ ...line, steps: [steps(1, 10), steps(2, 20)] }, line]);
  expect(table.split("\n").slice(2)).toEqual(["| 500 events/s | ours | 100 | 100 | 100 | 100 |"]);
});
