import type { StaySummary } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { Hold } from "@boomgate/pipeline/hold";
import { beforeEach, expect, it } from "vitest";
import type { PlateHistoryStore } from "../ports/plate-history-store.js";
import { SummaryPoster } from "./summary-poster.js";
import { POSTED_UNCHECKED_MS } from "./loaded-from.js";

const stayOf = (exitEventId: string): StaySummary => ({
  ...{ stayId: `s-${exitEventId}`, exitEventId, revision: 1, lotId: "main", status: "void" },
  ...{ plate: "AB123CD", exitPlate: "AB123CD" },
  exitedAt: new Date(0),
});

let nowMs: number;
let epoch: string;
let asked: number;
let posted: string[];
const clock: Clock = { now: () => nowMs, sleep: async () => undefined };

beforeEach(() => {
  nowMs = 1_000_000;
  epoch = "one";
  asked = 0;
  posted = [];
});

const aPoster = () => {
  const store: Pick<PlateHistoryStore, "epoch" | "currentEpoch"> = {
    get epoch() {
      return epoch;
    },
    currentEpoch: async () => {
      asked += 1;
      return epoch;
    },
  };
  const sink = {
    post: async (stays: readonly StaySummary[]) => {
      posted.push(...stays.map(({ exitEventId }) => exitEventId));
      return stays.map(() => "accepted" as const);
    },
  };
  return new SummaryPoster(sink, store, clock, new Hold("sink", clock, { held: () => undefined }));
};

it("does not ask the store about what was concluded just now", async () => {
  const loadedFrom = { epoch: "one", sinceMs: nowMs - POSTED_UNCHECKED_MS };
  await expect(aPoster().postAll([stayOf("x1")], loadedFrom)).resolves.toMatchObject({
    isOutdated: false,
  });
  expect([posted, asked]).toEqual([["x1"], 0]);
});

it("asks once for all that waited too long, and posts it when the store is still the same", async () => {
  const poster = aPoster();
  const loadedFrom = { epoch: "one", sinceMs: nowMs - POSTED_UNCHECKED_MS - 1 };
  await poster.postAll([stayOf("x1"), stayOf("x2")], loadedFrom);
  expect([posted, asked]).toEqual([["x1", "x2"], 1]);
});

it("does not post what was concluded from a store that is lost", async () => {
  const poster = aPoster();
  const loadedFrom = { epoch: "one", sinceMs: nowMs };
  epoch = "two";
  const outdated = poster.postAll([stayOf("x1")], loadedFrom);
  const fresh = poster.postAll([stayOf("x2")], { epoch: "two", sinceMs: nowMs });
  await expect(outdated).resolves.toEqual({ refusals: [], isOutdated: true });
  await expect(fresh).resolves.toEqual({ refusals: [], isOutdated: false });
  expect(posted).toEqual(["x2"]);
});
