import { systemClock } from "@boomgate/platform/clock";
import { Registry } from "@boomgate/platform/telemetry";
import { describe, expect, it } from "vitest";
import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { EMPTY_HISTORY } from "../domain/plate-history.js";
import { lifetimes, rules } from "../domain/history.fixture.js";
import { LotLabels } from "../pipeline/lot-labels.js";
import { describeHistoryCensus } from "../ports/history-census.suite.js";
import type { CountedHistory, HistoryCensus } from "../ports/history-census.js";
import { createCensusMetrics } from "./census-metrics.js";
import { LotCensus } from "./lot-census.js";

const HOUR_MS = 3_600_000;

describeHistoryCensus("a census of the memory", async () => {
  const store = new MemoryPlateHistoryStore(systemClock, lifetimes);
  return { store, census: store };
});

const aStaySince = (lotId: string, atMs: number): CountedHistory => ({
  lotId,
  history: { ...EMPTY_HISTORY, reads: [{ kind: "entry", id: "e1", atMs, plate: "AB123CD" }] },
});

function aCensus(histories: HistoryCensus["histories"]) {
  const registry = new Registry();
  const warnings: unknown[] = [];
  const metrics = createCensusMetrics(registry);
  const census = new LotCensus({
    census: { histories },
    rules,
    occupancyWindowMs: 24 * HOUR_MS,
    metrics,
    log: { warn: (fields: unknown) => void warnings.push(fields) },
  });
  const lines = async () =>
    (await registry.metrics()).split("\n").filter((line) => /^parking_(lot_occ|open)/.test(line));
  return { census, metrics, warnings, lines };
}

describe("the census of lots", () => {
  it("takes a stay that began before the window for a missed exit, and not for a car inside", async () => {
    const nowMs = Date.now();
    const { census, lines } = aCensus(async function* () {
      yield [aStaySince("main", nowMs - 23 * HOUR_MS), aStaySince("main", nowMs - 25 * HOUR_MS)];
    });
    census.start();
    await expect
      .poll(lines)
      .toEqual(['parking_lot_occupancy{lot="main"} 1', 'parking_open_stays{lot="main"} 2']);
    await census.stop();
  });

  it("goes on when the store is away, and logs a warning", async () => {
    // oxlint-disable-next-line require-yield
    const { census, warnings, lines } = aCensus(async function* () {
      throw new Error("away");
    });
    census.start();
    await expect.poll(() => warnings).toHaveLength(1);
    expect(await lines()).toEqual([]);
    await census.stop();
  });

  it("stops while it is counting", async () => {
    const { census } = aCensus(async function* () {
      yield [];
      await new Promise(() => undefined); // for ever
    });
    census.start();
    await expect(census.stop()).resolves.toBeUndefined();
  });

  it("labels the largest lots by name and adds up the others, however many lots are made up", async () => {
    const { metrics, lines } = aCensus(async function* () {});
    const made = Array.from({ length: 60 }, (_, index) => [
      `lot ${index}`,
      { open: index + 1, inside: 1 },
    ]);
    metrics.set(new Map(made as [string, { open: number; inside: number }][]), 0);
    const openStays = (await lines()).filter((line) => line.startsWith("parking_open_stays"));
    expect(openStays).toHaveLength(51);
    expect(openStays).toContain('parking_open_stays{lot="lot 59"} 60');
    expect(openStays).toContain('parking_open_stays{lot="other"} 55');
  });

  it("labels the first lots it sees by name", () => {
    const labels = new LotLabels();
    const given = Array.from({ length: 60 }, (_, index) => labels.of(`lot ${index}`));
    expect(new Set(given).size).toBe(51);
    expect([labels.of("lot 3"), labels.of("lot 55")]).toEqual(["lot 3", "other"]);
  });
});
