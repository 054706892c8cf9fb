import { Gauge, type Registry } from "@boomgate/platform/telemetry";
import type { OpenStays } from "./count-open-stays.js";
import { largestLots } from "./largest-lots.js";

export type CensusMetrics = ReturnType<typeof createCensusMetrics>;

/** Gauges of the last count. Each replica counts the same histories: take the highest value, not the sum. */
export function createCensusMetrics(registry: Registry) {
  const registers = [registry];
  let countedAtMs: number | undefined;
  const occupancy = new Gauge({
    name: "parking_lot_occupancy",
    help: "Cars inside: open stays that began within OCCUPANCY_WINDOW_MS, so that missed exits fade out.",
    labelNames: ["lot"],
    registers,
  });
  const openStays = new Gauge({
    name: "parking_open_stays",
    help: "Stays whose exit is awaited, for MAX_STAY_MS and HORIZON_MS, or little more, at most.",
    labelNames: ["lot"],
    registers,
  });
  const age = new Gauge({
    name: "parking_lot_census_age_seconds",
    help: "Time since open stays were counted.",
    registers,
    collect() {
      if (countedAtMs !== undefined) this.set((Date.now() - countedAtMs) / 1_000);
    },
  });
  return {
    occupancy,
    openStays,
    age,
    set(lots: ReadonlyMap<string, OpenStays>, nowMs: number): void {
      occupancy.reset();
      openStays.reset();
      for (const [lot, { open, inside }] of largestLots(lots, (stays) => stays.open)) {
        occupancy.set({ lot }, inside);
        openStays.set({ lot }, open);
      }
      countedAtMs = nowMs;
    },
  };
}
