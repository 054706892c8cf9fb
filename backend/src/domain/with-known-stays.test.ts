import type { StaySummary } from "@boomgate/contracts";
import { expect, it } from "vitest";
import { PlateUnderTest, readOf, readsOf, rules } from "./history.fixture.js";
import { EMPTY_HISTORY, type PlateHistory } from "./plate-history.js";
import { record } from "./record.js";
import { withKnownStays } from "./with-known-stays.js";

const key = { lotId: "main", plate: "AB123CD" };
const NOW_MS = Date.UTC(2026, 2, 2);

/** A plate with these events, and what the sink has of it. */
function before(...texts: readonly string[]) {
  const plate = new PlateUnderTest();
  plate.record(...readsOf(...texts));
  return { history: plate.history, stays: plate.stays };
}
const rebuilt = (stored: PlateHistory, known: readonly StaySummary[], ...texts: string[]) =>
  record(key, withKnownStays(stored, known), readsOf(...texts), rules, NOW_MS);

it("announces nothing when the sink has all the stays that the events make", () => {
  const { stays } = before("in 100", "out 500", "in 1000", "out 1500", "in 2000");
  const { announcements, history } = rebuilt(EMPTY_HISTORY, stays, "in 2000");
  expect(announcements).toEqual([]);
  expect(history.reads.map(({ id }) => id)).toEqual([
    "in 100",
    "out 500",
    "in 1000",
    "out 1500",
    "in 2000",
  ]);
});

it("goes on with the revisions of the sink, also when they are ahead of the clock", () => {
  const { stays } = before("in 100", "out 500");
  const ahead = stays.map((stay) => ({ ...stay, revision: NOW_MS + 5_000 }));
  const { announcements } = rebuilt(EMPTY_HISTORY, ahead, "in 300");
  expect(announcements).toMatchObject([{ entryEventId: "in 300", revision: NOW_MS + 5_001 }]);
});

it("announces what the sink lacks, and makes void what no event confirms", () => {
  const { stays } = before("in 100", "out 5000");
  const { announcements } = rebuilt(EMPTY_HISTORY, stays, "in 100", "out 700", "out 5000");
  expect(announcements.map(({ stayId, status }) => `${stayId} ${status}`).toSorted()).toEqual([
    "out 5000 void",
    "out 700 closed",
  ]);
});

it("announces again what the store had announced and the sink has not yet", () => {
  const { history } = before("in 100", "out 500");
  const first = history.announced[0]?.revision ?? Number.NaN;
  const { announcements } = rebuilt(history, []);
  expect(announcements).toMatchObject([{ stayId: "out 500", status: "closed" }]);
  expect(announcements[0]?.revision).toBeGreaterThan(first);
});

it("makes void what is under way and no longer true", () => {
  const { history } = before("in 100", "out 5000");
  const { announcements } = rebuilt(history, [], "out 700");
  expect(announcements.find(({ stayId }) => stayId === "out 5000")?.status).toBe("void");
});

it("does not bring back what was forgotten", () => {
  const visits = Array.from({ length: 40 }, (_, index) => [
    `in ${index * 1_000}`,
    `out ${index * 1_000 + 500}`,
  ]).flat();
  const plate = new PlateUnderTest();
  for (const text of visits) plate.record(readOf(text));
  const { history } = plate;
  expect(history.forgottenUpTo).toBeDefined();
  expect(withKnownStays(history, plate.stays)).toEqual({
    ...history,
    announced: expect.arrayContaining([...history.announced]),
  });
});
