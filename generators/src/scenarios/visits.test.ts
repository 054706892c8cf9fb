import { describe, expect, it } from "vitest";
import {
  DAY_MS,
  HOUR_MS,
  options,
  SATURDAY_MS,
  scenarioNamed,
  visitsWithin,
} from "./scenarios.fixture.js";
import type { Visit } from "./visits.js";

const mall = scenarioNamed("mall");
const week = visitsWithin(mall, 7 * DAY_MS, { startMs: SATURDAY_MS });
const dayOf = ({ enteredMs }: Visit) => Math.floor((enteredMs - SATURDAY_MS) / DAY_MS);
const timeOfDayMs = (atMs: number) => (atMs - SATURDAY_MS) % DAY_MS;

describe("the visits of a scenario", () => {
  it("are the same for the same seed and others for another", () => {
    const again = visitsWithin(mall, DAY_MS);
    expect(visitsWithin(mall, DAY_MS)).toEqual(again);
    expect(visitsWithin(mall, DAY_MS, { seed: 8 })[0]?.plate).not.toBe(again[0]?.plate);
  });

  it("are the same in another week", () => {
    const { startMs } = options();
    const laterMs = 9 * 7 * DAY_MS;
    const later = visitsWithin(mall, 3 * DAY_MS, { startMs: startMs + laterMs });
    const shifted = later.map((visit) => ({
      ...visit,
      enteredMs: visit.enteredMs - laterMs,
      leftMs: visit.leftMs - laterMs,
    }));
    expect(shifted).toEqual(visitsWithin(mall, 3 * DAY_MS));
  });

  it("come in the order of arrival, and leave after they came", () => {
    for (const [index, visit] of week.entries()) {
      expect(visit.number).toBe(index + 1);
      expect(visit.enteredMs).toBeGreaterThanOrEqual(week[index - 1]?.enteredMs ?? 0);
      expect(visit.leftMs - visit.enteredMs).toBeGreaterThanOrEqual(3 * 60_000);
    }
  });

  it("never have one plate twice at the same time", () => {
    const leaves = new Map<string, number>();
    for (const { plate, enteredMs, leftMs } of week) {
      expect(leaves.get(plate) ?? 0).toBeLessThanOrEqual(enteredMs);
      leaves.set(plate, leftMs);
    }
  });
});

describe("the mall", () => {
  it("has fewer visitors on a Tuesday than on a Saturday, and none at night", () => {
    const onDay = (day: number) => week.filter((visit) => dayOf(visit) === day).length;
    expect(onDay(3) / onDay(0)).toBeLessThan(0.65);
    for (const { enteredMs, leftMs } of week) {
      expect(timeOfDayMs(enteredMs)).toBeGreaterThan(8 * HOUR_MS);
      expect(timeOfDayMs(leftMs)).toBeLessThanOrEqual(21 * HOUR_MS);
    }
  });

  it("has log-normal dwell times", () => {
    // Those who need not hurry before closing; regulars come before half past ten.
    const noon = week.filter(({ enteredMs }) => {
      const hour = timeOfDayMs(enteredMs) / HOUR_MS;
      return hour > 11 && hour < 14;
    });
    const logs = noon
      .map(({ enteredMs, leftMs }) => Math.log((leftMs - enteredMs) / 60_000))
      .toSorted((a, b) => a - b);
    const median = Math.exp(logs[Math.floor(logs.length / 2)] ?? 0);
    const mean = logs.reduce((sum, log) => sum + log) / logs.length;
    const sigma = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
    expect(noon.length).toBeGreaterThan(3_000);
    expect(Math.abs(median - 75)).toBeLessThan(4);
    expect(Math.abs(sigma - 0.6)).toBeLessThan(0.04);
  });

  it("fills a lot on Saturday and never beyond its capacity", () => {
    for (const { id, capacity } of mall.lots) {
      let most = 0;
      const leaving: number[] = [];
      for (const { lotId, enteredMs, leftMs } of week.filter((visit) => dayOf(visit) === 0)) {
        if (lotId !== id) continue;
        const inside = leaving.filter((leavesMs) => leavesMs > enteredMs).length + 1;
        most = Math.max(most, inside);
        leaving.push(leftMs);
      }
      expect(most).toBeLessThanOrEqual(capacity);
      if (id === "mall-north") expect(most).toBe(capacity);
    }
  });

  it("has regulars who come on most of their days, to a lot of their own", () => {
    const byPlate = new Map<string, Visit[]>();
    for (const visit of week) {
      byPlate.set(visit.plate, [...(byPlate.get(visit.plate) ?? []), visit]);
    }
    const regulars = [...byPlate.values()].filter((visits) => visits.length >= 4);
    expect(regulars.length).toBeGreaterThan(80);
    for (const visits of regulars) {
      expect(new Set(visits.map(dayOf)).size).toBe(visits.length);
      expect(visits.map(dayOf)).not.toContain(1); // Sunday
    }
    const faithful = regulars.filter(
      (visits) => new Set(visits.map((one) => one.lotId)).size === 1,
    );
    expect(faithful.length / regulars.length).toBeGreaterThan(0.9);
  });
});

describe("the other scenarios", () => {
  it("event: the stadium empties in 20 minutes", () => {
    const visits = visitsWithin(scenarioNamed("event"), DAY_MS, {
      startMs: SATURDAY_MS + 17 * HOUR_MS,
    });
    const lastMinutes = visits.filter(({ leftMs }) => {
      const time = timeOfDayMs(leftMs) / 60_000 - 21 * 60;
      return time >= 20 && time <= 40;
    });
    expect(visits.length).toBeGreaterThan(2_500);
    expect(lastMinutes.length / visits.length).toBeGreaterThan(0.99);
  });

  it("rush: arrivals step up and have a spike", () => {
    const visits = visitsWithin(scenarioNamed("rush"), 200_000);
    const { startMs } = options();
    const inSecond = (from: number, to: number) =>
      visits.filter(({ enteredMs }) => {
        const second = (enteredMs - startMs) / 1_000;
        return second >= from && second < to;
      }).length /
      (to - from);
    expect(Math.abs(inSecond(0, 60) - 20)).toBeLessThan(3);
    expect(Math.abs(inSecond(60, 120) - 100)).toBeLessThan(6);
    expect(Math.abs(inSecond(120, 180) - 300)).toBeLessThan(10);
    expect(Math.abs(inSecond(180, 192) - 1_000)).toBeLessThan(40);
  });

  it("soak: the rate is the same day and night", () => {
    const visits = visitsWithin(scenarioNamed("soak"), 4 * HOUR_MS, { startMs: SATURDAY_MS });
    expect(Math.abs(visits.length / 4 / 36_000 - 1)).toBeLessThan(0.02);
  });
});
