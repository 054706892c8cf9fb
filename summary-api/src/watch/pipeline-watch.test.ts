import { Gauge, Histogram, Registry } from "@boomgate/platform/telemetry";
import { afterEach, describe, expect, it } from "vitest";
import { PipelineWatch } from "./pipeline-watch.js";

/** The metrics of some backends, with a clock that the test sets. */
function someBackends(...names: readonly string[]) {
  const backends = new Map(names.map((name) => [name, aBackend()]));
  const silent = new Set<string>();
  let starts = 0;
  let atMs = Date.UTC(2026, 10, 20, 12, 0, 30);
  const watch = new PipelineWatch(
    () =>
      Promise.all(
        [...backends].map(async ([instance, { registry }]) => ({
          instance,
          text: silent.has(instance) ? undefined : await registry.metrics(),
        })),
      ),
    () => new Date(atMs),
  );
  watches.push(watch);
  return {
    watch,
    silent,
    backend: (name: string) => backends.get(name) ?? aBackend(),
    restart: (name: string) => backends.set(name, aBackend((starts += 1))),
    remove: (name: string) => backends.delete(name),
    now: () => atMs,
    pass: async (seconds: number) => {
      await watch.look();
      atMs += seconds * 1_000;
      await watch.look();
    },
  };
}

function aBackend(startedAt = 0) {
  const registry = new Registry();
  const registers = [registry];
  const help = "x";
  const processing = new Histogram({
    name: "parking_event_processing_seconds",
    help,
    labelNames: ["event_type"],
    buckets: [0.01, 0.1, 1],
    registers,
  });
  const gauge = (name: string, label: string) =>
    new Gauge({ name, help, labelNames: [label], registers });
  return {
    registry,
    processing,
    reads: gauge("parking_reads", "fate"),
    inside: gauge("parking_lot_occupancy", "lot"),
    age: new Gauge({ name: "parking_lot_census_age_seconds", help, registers }),
    startedAt: new Gauge({ name: "process_start_time_seconds", help, registers }).set(startedAt),
    queue: gauge("parking_queue_messages", "queue"),
    held: gauge("parking_hold_active", "dependency"),
  };
}

const watches: PipelineWatch[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) watch.stop();
});

describe("the figures of the backends", () => {
  it("are the quantiles and the rate of recently settled events, of all backends together", async () => {
    const { watch, backend, pass } = someBackends("a", "b");
    for (let index = 0; index < 500; index += 1) {
      backend("a").processing.observe({ event_type: "exit" }, 0.9);
    }
    await pass(120);
    for (let index = 0; index < 50; index += 1) {
      backend("a").processing.observe({ event_type: "entry" }, 0.005);
      backend("b").processing.observe({ event_type: "exit" }, 0.05);
    }
    await pass(10);
    expect(watch.view).toMatchObject({
      asked: 2,
      answered: 2,
      processing: { p50: 0.01, p95: expect.closeTo(0.091), p99: expect.closeTo(0.0982) },
      eventsPerSecond: 10,
    });
    await pass(120);
    expect(watch.view).toMatchObject({ processing: null });
  });

  it("are right across a restart of a backend", async () => {
    const { watch, backend, restart, pass } = someBackends("a");
    backend("a").processing.observe({ event_type: "exit" }, 0.9);
    backend("a").processing.observe({ event_type: "exit" }, 0.9);
    await pass(120);
    restart("a");
    backend("a").processing.observe({ event_type: "exit" }, 0.005);
    await pass(5);
    for (let index = 1; index < 10; index += 1) {
      backend("a").processing.observe({ event_type: "exit" }, 0.005);
    }
    await pass(5);
    expect(watch.view).toMatchObject({ processing: { p50: 0.005 }, eventsPerSecond: 1 });
  });

  it("count each car once, though every backend counts all", async () => {
    const { watch, backend, pass, now } = someBackends("a", "b");
    await pass(5);
    expect(watch.occupancy.now()).toBeNull();
    backend("a").inside.set({ lot: "north" }, 12);
    backend("b").inside.set({ lot: "north" }, 11);
    backend("b").inside.set({ lot: "south" }, 3);
    await pass(5);
    expect(watch.occupancy.now()).toBe(15);
    expect(["north", "south", "west"].map((lot) => watch.occupancy.now(lot))).toEqual([12, 3, 0]);
    expect(watch.occupancy.within(now() - 60_000, now() + 1)).toBe(15);
    expect(watch.occupancy.within(now() - 60_000, now() + 1, "south")).toBe(3);
    expect(watch.occupancy.within(now() - 600_000, now() - 540_000)).toBeNull();
  });

  it("have the cars inside while one backend does not answer, and not when none does", async () => {
    const { watch, backend, silent, pass } = someBackends("a", "b");
    backend("a").inside.set({ lot: "north" }, 12);
    silent.add("b");
    await pass(5);
    expect(watch.occupancy.now()).toBe(12);
    silent.add("a");
    await pass(5);
    expect(watch.occupancy.now()).toBeNull();
  });

  it("have no number for a lot that the backends count under other lots", async () => {
    const { watch, backend, pass } = someBackends("a");
    backend("a").inside.set({ lot: "other" }, 12);
    await pass(5);
    expect([watch.occupancy.now(), watch.occupancy.now("north")]).toEqual([12, null]);
  });

  it("count zero in an empty car park", async () => {
    const { watch, backend, pass } = someBackends("a");
    backend("a").age.set(3);
    await pass(5);
    expect(watch.occupancy.now()).toBe(0);
  });

  it("keep the unmatched exits of a backend that ended or was restarted", async () => {
    const { watch, backend, restart, remove, pass } = someBackends("a", "b");
    backend("a").reads.set({ fate: "unmatched" }, 12);
    backend("b").reads.set({ fate: "unmatched" }, 30);
    await pass(5);
    remove("b");
    restart("a");
    backend("a").reads.set({ fate: "unmatched" }, -2);
    await pass(300);
    expect(watch.view).toMatchObject({ asked: 1, answered: 1, unmatched: 40 });
  });

  it("count a queue once, though every backend reports it", async () => {
    const { watch, backend, pass } = someBackends("a", "b");
    backend("a").queue.set({ queue: "vehicle_exits" }, 40);
    backend("b").queue.set({ queue: "vehicle_exits" }, 38);
    backend("b").held.set({ dependency: "store" }, 1);
    await pass(5);
    expect(watch.view).toMatchObject({ queues: { vehicle_exits: 40 }, held: ["store"] });
  });
});
