import { createRegistry } from "@boomgate/platform/telemetry";
import { expect, it } from "vitest";
import { createSinkMetrics } from "../telemetry/sink-metrics.js";
import type { Period } from "./calendar.js";
import { RollupKeeper } from "./rollup-keeper.js";
import type { RollupStore } from "./rollup-store.js";

const nothingToDo: RollupStore = {
  list: async () => [],
  takeMarks: async () => false,
  due: async () => [],
  recompute: async () => undefined,
  behindSince: async () => new Map(),
};

/** Keeps rollups over a store, by a clock that jumps ten seconds at every look. */
async function lagOver(store: Partial<RollupStore>, beforeStop = () => {}) {
  const registry = createRegistry("test");
  const metrics = createSinkMetrics(registry);
  let nowMs = Date.UTC(2026, 10, 20);
  const now = () => new Date((nowMs += 10_000));
  const rollups = { ...nothingToDo, ...store };
  const warnings: unknown[] = [];
  const log = { warn: (fields: unknown) => void warnings.push(fields) };
  const keeper = new RollupKeeper({ rollups, metrics, log, now });
  keeper.start();
  const lagOf = async (wanted: Period) => {
    const { values } = await metrics.rollupLag.get();
    return values.find(({ labels }) => labels.period === wanted)?.value;
  };
  await expect.poll(() => lagOf("year"), { timeout: 15_000 }).toBeGreaterThan(0);
  beforeStop();
  await keeper.stop();
  return { hour: await lagOf("hour"), year: await lagOf("year"), warnings };
}

it("exports the age of the oldest change that the rollups of a period do not contain yet", async () => {
  const hourBefore = new Date(Date.UTC(2026, 10, 19, 23));
  const { hour, year } = await lagOver({
    behindSince: async () => new Map([["year" as const, hourBefore]]),
  });
  expect(year).toBeGreaterThanOrEqual(3_600);
  expect(hour).toBeLessThan(1_000);
});

it("exports a growing lag while the database does not answer", async () => {
  const away = async () => {
    throw new Error("away");
  };
  const { hour, warnings } = await lagOver({ takeMarks: away });
  expect(hour).toBeGreaterThanOrEqual(10);
  expect(warnings.length).toBeGreaterThan(0);
});

it("exports a growing lag while a round does not end", async () => {
  let end = () => {};
  const takeMarks = () => new Promise<boolean>((resolve) => (end = () => resolve(false)));
  const { hour } = await lagOver({ takeMarks }, () => end());
  expect(hour).toBeGreaterThanOrEqual(10);
});
