import type { StaySummary } from "@boomgate/contracts";
import { Hold } from "@boomgate/pipeline/hold";
import type { Clock } from "@boomgate/platform/clock";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { TraceContext } from "@boomgate/platform/tracing";
import { noop } from "cockatiel";
import { beforeEach, describe, expect, it } from "vitest";
import type { PlateHistoryStore } from "../ports/plate-history-store.js";
import type { Reception } from "../ports/summary-sink.js";
import { SummaryRefusedError } from "./errors.js";
import { POSTED_UNCHECKED_MS } from "./loaded-from.js";
import { SummaryPoster } from "./summary-poster.js";

const stayOf = (exitEventId: string): StaySummary => ({
  ...{ stayId: `s-${exitEventId}`, exitEventId, revision: 1, lotId: "main", status: "void" },
  ...{ plate: "AB123CD", exitPlate: "AB123CD" },
  exitedAt: new Date(0),
});
const REFUSED: Reception = { status: 422, detail: "no" };

let nowMs: number;
let epoch: string;
let asked: number;
/** Exit ids of each POST. */
let posts: string[][];
let traces: (string | undefined)[][];
const clock: Clock = {
  now: () => nowMs,
  sleep: async (ms) => {
    nowMs += ms;
  },
};

beforeEach(() => {
  nowMs = 1_000_000;
  epoch = "one";
  asked = 0;
  posts = [];
  traces = [];
});

const now = () => ({ epoch: "one", sinceMs: nowMs });

/** @param answer - of the sink to a stay; throws when it is away */
const aPoster = (answer: (exitEventId: string) => Reception = () => "accepted") => {
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
    post: async (
      stays: readonly StaySummary[],
      given: readonly (TraceContext | undefined)[] = [],
    ) => {
      posts.push(stays.map(({ exitEventId }) => exitEventId));
      traces.push(given.map((trace) => trace?.traceId));
      return stays.map(({ exitEventId }) => answer(exitEventId));
    },
  };
  const hold = new Hold("sink", clock, { held: () => undefined }, noop);
  return new SummaryPoster(sink, store, clock, hold);
};

describe("the epoch of the store", () => {
  it("is not asked for what was loaded just now", async () => {
    const loadedFrom = { epoch: "one", sinceMs: nowMs - POSTED_UNCHECKED_MS };
    await expect(aPoster().postAll([stayOf("x1")], loadedFrom)).resolves.toMatchObject({
      isOutdated: false,
    });
    expect([posts, asked]).toEqual([[["x1"]], 0]);
  });

  it("is asked once for all that waited too long, which are posted when it is the same", async () => {
    const loadedFrom = { epoch: "one", sinceMs: nowMs - POSTED_UNCHECKED_MS - 1 };
    await aPoster().postAll([stayOf("x1"), stayOf("x2")], loadedFrom);
    expect([posts, asked]).toEqual([[["x1", "x2"]], 1]);
  });

  it("keeps back what was concluded from a store that is lost, and nothing else", async () => {
    const poster = aPoster((id) => (id === "x2" ? REFUSED : "accepted"));
    epoch = "two";
    const outdated = poster.postAll([stayOf("x1")], { epoch: "one", sinceMs: nowMs });
    const current = poster.postAll([stayOf("x2"), stayOf("x3")], { epoch: "two", sinceMs: nowMs });
    await expect(outdated).resolves.toEqual({ refusals: [], isOutdated: true });
    const { refusals, isOutdated } = await current;
    expect([refusals.map(({ stay }) => stay.exitEventId), isOutdated]).toEqual([["x2"], false]);
    expect(posts).toEqual([["x2", "x3"]]);
  });

  it("is asked again for what waited while the sink was away", async () => {
    let failures = 6; // pauses of 6.3 s in all
    const poster = aPoster(() => {
      if (failures-- > 0) throw new DependencyUnavailableError("sink", "no answer");
      return "accepted";
    });
    const posting = poster.postAll([stayOf("x1")], now());
    await expect(posting).resolves.toEqual({ refusals: [], isOutdated: false });
    expect(posts).toHaveLength(7);
    expect(asked).toBeGreaterThan(0);
  });

  it("keeps back what waited while the store was lost", async () => {
    const poster = aPoster(() => {
      epoch = "two";
      throw new DependencyUnavailableError("sink", "no answer");
    });
    await expect(poster.postAll([stayOf("x1")], now())).resolves.toMatchObject({
      isOutdated: true,
    });
    expect(posts).toEqual([["x1"]]);
  });
});

describe("a batch", () => {
  it("is one POST for the summaries of all events of a tick, each with the trace of its event", async () => {
    const poster = aPoster();
    const traceOf = (traceId: string) => ({ traceId }) as TraceContext;
    await Promise.all([
      poster.postAll([stayOf("x1"), stayOf("x2")], now(), traceOf("a")),
      poster.postAll([stayOf("x3")], now(), traceOf("b")),
      poster.postAll([stayOf("x4")], now()),
    ]);
    expect(posts).toEqual([["x1", "x2", "x3", "x4"]]);
    expect(traces).toEqual([["a", "a", "b", undefined]]);
  });

  it("holds 200 summaries at most, and those of one event stay together", async () => {
    const poster = aPoster();
    const three = (event: number) => [0, 1, 2].map((stay) => stayOf(`${event}-${stay}`));
    await Promise.all(
      Array.from({ length: 100 }, (_, event) => poster.postAll(three(event), now())),
    );
    expect(posts.map(({ length }) => length)).toEqual([198, 102]);
    expect(posts[1]?.[0]).toBe("66-0");
  });

  it("gives each event the refusals of its own stays, with what the sink answered", async () => {
    const poster = aPoster((id) => (id === "x2" ? REFUSED : "accepted"));
    const [one, other] = await Promise.all([
      poster.postAll([stayOf("x1"), stayOf("x2")], now()),
      poster.postAll([stayOf("x3")], now()),
    ]);
    expect(one.refusals).toHaveLength(1);
    expect(one.refusals[0]).toBeInstanceOf(SummaryRefusedError);
    expect(one.refusals[0]).toMatchObject({
      ...{ code: "SUMMARY_REFUSED", recovery: "park" },
      ...{ stay: { exitEventId: "x2" }, refusal: REFUSED },
    });
    expect(other.refusals).toEqual([]);
  });
});

it("posts nothing for an event without summaries", async () => {
  await expect(aPoster().postAll([], now())).resolves.toEqual({
    ...{ refusals: [], isOutdated: false },
  });
  expect(posts).toEqual([]);
});
