import { Hold } from "@boomgate/pipeline/hold";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { noop } from "cockatiel";
import { expect, it } from "vitest";
import type { PlateHistoryStore, PostedStays } from "../ports/plate-history-store.js";
import { PostedMarker } from "./posted-marker.js";

const staysOf = (version: number): PostedStays => ({
  ...{ key: { lotId: "main", plate: "AB123CD" }, version, andEarlier: false },
});

function aMarker(failures = 0) {
  const marked: number[][] = [];
  let left = failures;
  const posted = async (stays: readonly PostedStays[]) => {
    marked.push(stays.map(({ version }) => version));
    if (left-- > 0) throw new DependencyUnavailableError("store", "no answer");
  };
  const clock = { now: () => 0, sleep: async () => undefined };
  const hold = new Hold("store", clock, { held: () => undefined }, noop);
  return { marked, marker: new PostedMarker({ posted } as PlateHistoryStore, hold) };
}

it("marks all stays of a tick with one call to the store", async () => {
  const { marker, marked } = aMarker();
  await Promise.all([marker.mark(staysOf(1)), marker.mark(staysOf(2))]);
  expect(marked).toEqual([[1, 2]]);
});

it("repeats the call while the store is away", async () => {
  const { marker, marked } = aMarker(2);
  await marker.mark(staysOf(1));
  expect(marked).toEqual([[1], [1], [1]]);
});
