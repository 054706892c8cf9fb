import { encodeEvent, HEADERS, pipelineTopology, returnExchangeOf } from "@boomgate/contracts";
import type { StaySummary } from "@boomgate/contracts";
import { readConfig } from "@boomgate/platform/config";
import { createMemoryBroker } from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { afterEach, describe, expect, it } from "vitest";
import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { lifetimes } from "../domain/history.fixture.js";
import { backendSettings } from "../config.js";
import type { Reception } from "../ports/summary-sink.js";
import { startBackend } from "../container.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const NOW_MS = Date.UTC(2026, 2, 1, 12);
const clock = { now: () => NOW_MS, sleep: () => new Promise<void>(() => undefined) };
const LATE_MS = 6_000;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function aBackend(receive: (stay: StaySummary) => Reception = () => "accepted") {
  const broker = createMemoryBroker({ topology: pipelineTopology(names, "classic") });
  const registry = new Registry();
  const start = async () => {
    const backend = await startBackend(readConfig(backendSettings, { LEDGER: "off" }), {
      broker,
      store: new MemoryPlateHistoryStore(clock, lifetimes),
      sink: { post: async (stays) => stays.map(receive) },
      names,
      clock,
      log: createLogger({ service: "backend", level: "silent", showPlates: false }),
      registry,
    });
    stops.unshift(() => backend.stop());
  };
  stops.push(() => broker.close());
  // Published as a message that comes back from a retry: only then the headers of the pipeline are used.
  const send = (queue: string, event: Parameters<typeof encodeEvent>[0], headers: object) =>
    broker.publish({
      ...{ exchange: returnExchangeOf(names), routingKey: queue },
      ...{ body: encodeEvent(event), messageId: event.id },
      headers: { [HEADERS.publishedAt]: NOW_MS, ...headers },
    });
  const shared = { plate: "AB123CD", lotId: "main" };
  const at = (minute: number) => new Date(NOW_MS - (60 - minute) * 60_000);
  const valueOf = async (metric: string, labels: object, name = metric) => {
    const values = (await registry.getSingleMetric(metric)?.get())?.values ?? [];
    const found = values.find(
      (one) =>
        ((one as { metricName?: string }).metricName ?? name) === name &&
        Object.entries(labels).every(
          ([label, value]) => (one.labels as Record<string, unknown>)[label] === value,
        ),
    );
    return found?.value;
  };
  const settled = async (events: number) =>
    expect
      .poll(async () => {
        const all = (await registry.getSingleMetric("parking_events_total")?.get())?.values ?? [];
        return all.reduce((sum, { value }) => sum + value, 0);
      })
      .toBe(events);
  const timed = async (event_type: "entry" | "exit") => {
    const metric = "parking_event_end_to_end_seconds";
    const count = await valueOf(metric, { event_type }, `${metric}_count`);
    const onTime = await valueOf(metric, { event_type, le: 5 }, `${metric}_bucket`);
    return { count, onTime };
  };
  return {
    start,
    registry,
    enter: (minute: number, headers: object = {}, id = `e${minute}`) =>
      send(names.entryQueue, { kind: "entry", id, ...shared, enteredAt: at(minute) }, headers),
    leave: (minute: number, headers: object = {}, id = `x${minute}`) =>
      send(names.exitQueue, { kind: "exit", id, ...shared, exitedAt: at(minute) }, headers),
    settled,
    timed,
    stays: async () =>
      Object.fromEntries(
        await Promise.all(
          ["closed", "corrected", "voided", "repeated"].map(async (change) => [
            change,
            await valueOf("parking_stays_committed_total", { change }),
          ]),
        ),
      ) as Record<string, number>,
    durations: async () => {
      const metric = "parking_stay_duration_seconds";
      const of = (part: string) => valueOf(metric, {}, `${metric}_${part}`);
      return { count: await of("count"), sum: await of("sum") };
    },
  };
}

describe("the time from publish to commit", () => {
  it("is that of events which closed a stay, so that a late one is not one of many", async () => {
    const { start, enter, leave, settled, timed } = await aBackend();
    await start();
    await enter(1);
    await settled(1);
    for (const minute of [30, 31, 32]) await leave(minute, {}, "x30"); // two conflicts
    await settled(4);
    await enter(40);
    await enter(40);
    await leave(5); // closes the first entry: the stay of x30 becomes void
    await settled(7);
    expect(await timed("entry")).toEqual({ count: 0, onTime: 0 });
    expect(await timed("exit")).toEqual({ count: 2, onTime: 2 });
    await leave(50, { [HEADERS.publishedAt]: NOW_MS - LATE_MS });
    await settled(8);
    expect(await timed("exit")).toEqual({ count: 3, onTime: 2 });
  });

  it("is nothing of an exit that matched no entry, or whose stay was refused", async () => {
    const { start, enter, leave, settled, timed, stays } = await aBackend(() => ({
      status: 422,
      detail: "no",
    }));
    await start();
    await leave(1);
    await enter(2);
    await leave(3);
    await settled(3);
    expect(await timed("exit")).toEqual({ count: 0, onTime: 0 });
    expect(await stays()).toEqual({ closed: 0, corrected: 0, voided: 0, repeated: 0 });
  });

  it("leaves out the copy of an exit, whose stay was committed long before", async () => {
    const { start, enter, leave, settled, timed, stays, durations } = await aBackend();
    await start();
    await enter(1);
    await leave(31);
    await leave(31, { [HEADERS.publishedAt]: NOW_MS - LATE_MS });
    await settled(3);
    expect(await timed("exit")).toEqual({ count: 1, onTime: 1 });
    expect(await stays()).toMatchObject({ closed: 1, repeated: 1 });
    expect(await durations()).toEqual({ count: 1, sum: 1_800 });
  });

  it.each([
    ["was tried before", { [HEADERS.attempt]: 1 }],
    ["was parked and sent back", { [HEADERS.replayCount]: 1 }],
  ])("counts a message again that %s, as it may be the first to arrive", async (_what, how) => {
    const { start, enter, leave, settled, timed, durations } = await aBackend();
    await start();
    await enter(1);
    await leave(31);
    await settled(2);
    await leave(31, { ...how, [HEADERS.publishedAt]: NOW_MS - LATE_MS });
    await enter(1, how);
    await settled(4);
    expect(await timed("exit")).toEqual({ count: 2, onTime: 1 });
    expect(await timed("entry")).toEqual({ count: 0, onTime: 0 });
    expect(await durations()).toEqual({ count: 1, sum: 1_800 });
  });

  it("begins with the delivery where the message has no time of publishing", async () => {
    const { start, enter, leave, settled, timed } = await aBackend();
    await start();
    await enter(1, { [HEADERS.publishedAt]: "" });
    await leave(31, { [HEADERS.publishedAt]: "" });
    await settled(2);
    expect(await timed("exit")).toEqual({ count: 1, onTime: 1 });
  });

  it("is one for a stay whose entry and exit were added together", async () => {
    const { start, enter, leave, settled, timed, stays } = await aBackend();
    await enter(1);
    await leave(31);
    await start();
    await settled(2);
    expect([await timed("entry"), await timed("exit")].map(({ count }) => count)).toEqual([0, 1]);
    expect(await stays()).toMatchObject({ closed: 1 });
  });
});

it("measures how long cars stayed once for each stay, whatever corrects it later", async () => {
  const { start, enter, leave, settled, timed, stays, durations } = await aBackend();
  await start();
  await enter(1);
  await leave(31);
  await settled(2);
  await enter(11); // late: it belongs to this exit
  await settled(3);
  expect(await stays()).toEqual({ closed: 1, corrected: 1, voided: 0, repeated: 0 });
  expect(await durations()).toEqual({ count: 1, sum: 1_800 });
  expect(await timed("entry")).toEqual({ count: 1, onTime: 1 });
});

it("exports every outcome as 0 from the start, so that the first failure is a rise", async () => {
  const { start, registry } = await aBackend();
  await start();
  const text = await registry.metrics();
  const zeros = [
    ...text.matchAll(/processing_seconds_count\{event_type="(\w+)",outcome="(\w+)"\} 0/g),
  ];
  const outcomes = zeros.map(([, type, outcome]) => `${type} ${outcome}`).toSorted();
  expect(outcomes).toHaveLength(17);
  expect(outcomes).toEqual(expect.arrayContaining(["entry parked", "exit closed", "exit retried"]));
  for (const dependency of ["store", "sink"]) {
    expect(text).toContain(`parking_hold_active{dependency="${dependency}"} 0`);
  }
  for (const type of ["entry", "exit"]) {
    expect(text).toContain(
      `parking_event_end_to_end_seconds_bucket{le="5",event_type="${type}"} 0`,
    );
  }
});
