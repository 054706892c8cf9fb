import type { StaySummary } from "@boomgate/contracts";
import { createRegistry } from "@boomgate/platform/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSinkMetrics } from "../telemetry/sink-metrics.js";
import { PERIODS, ZonedCalendar } from "../rollups/calendar.js";
import { refreshRollups } from "../rollups/refresh.js";
import { aStay, idOf } from "../store/stays/stays.fixture.js";
import type { Stores } from "../store/stores.js";
import { KeptFrom } from "./kept-from.js";
import { RetentionKeeper } from "./retention-keeper.js";

const DAY_MS = 86_400_000;
const calendar = new ZonedCalendar("UTC");
const log = { warn: () => undefined, info: () => undefined };

/**
 * @param open - opens an empty store, in UTC
 * @param rememberedIds - counts the ids of erased stays in the database
 */
export function rawRetentionSuite(
  open: () => Promise<Stores>,
  clean: () => Promise<void>,
  rememberedIds: () => Promise<number>,
) {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(async () => {
    await stores.close();
    await clean();
  });

  const day = (date: string, hour = 12) =>
    new Date(`${date}T${String(hour).padStart(2, "0")}:00:00Z`);
  const isKept = async ({ stayId }: StaySummary) =>
    (await stores.summaries.find(stayId)) !== undefined;

  /** One round of a keeper with a retention of ten days. */
  async function deleteOn(date: string) {
    const now = () => day(date);
    const keepForMs = 10 * DAY_MS;
    const keptFrom = new KeptFrom(keepForMs, await stores.retention.keptFrom());
    const metrics = createSinkMetrics(createRegistry("test"));
    const { retention } = stores;
    const parts = { retention, keptFrom, keepForMs, calendar, metrics, log, now };
    return new RetentionKeeper(parts).round(new AbortController().signal);
  }

  const stays = [
    aStay({ id: "year-ago", exitedAt: day("2025-11-20") }),
    aStay({ id: "october", exitedAt: day("2026-10-20") }),
    aStay({ id: "ninth", exitedAt: day("2026-11-09", 23) }),
    aStay({ id: "tenth", exitedAt: day("2026-11-10", 10) }),
    aStay({ id: "today", exitedAt: day("2026-11-20") }),
  ];

  describe("retention of raw stays", () => {
    it("deletes whole days that are past, with their superseded revisions, and no more", async () => {
      await stores.summaries.save(stays);
      await stores.summaries.save([
        aStay({ id: "ninth", revision: 2, exitedAt: day("2026-11-09", 23) }),
      ]);
      await stores.summaries.save([
        aStay({ id: "today", revision: 2, exitedAt: day("2026-11-20") }),
      ]);
      await refreshRollups(stores.rollups);
      expect(await deleteOn("2026-11-20")).toBeGreaterThanOrEqual(4);
      expect(await Promise.all(stays.map(isKept))).toEqual([false, false, false, true, true]);
      expect(await stores.summaries.counts()).toEqual({ closed: 2, void: 0 });
      const ninth = idOf("ninth", { exitedAt: day("2026-11-09", 23) });
      const today = idOf("today", { exitedAt: day("2026-11-20") });
      expect(await stores.summaries.superseded(ninth)).toEqual([]);
      expect(await stores.summaries.superseded(today)).toHaveLength(1);
      expect(await stores.retention.keptFrom()).toEqual(new Date("2026-11-10T00:00:00Z"));
    });

    it("forgets the ids of erased stays that are too old to come back, and no others", async () => {
      await stores.summaries.save(stays);
      const back = { id: "back", exitedAt: day("2026-10-20") };
      await stores.summaries.save([aStay(back)]);
      await stores.erasure.erase({ plate: "AB123CD" });
      const corrected = aStay({ ...back, revision: 2 });
      expect(await stores.summaries.save([corrected])).toEqual(["known"]);
      await refreshRollups(stores.rollups);
      await deleteOn("2026-11-20");
      expect(await rememberedIds()).toBe(2);
      const tenth = aStay({ id: "tenth", exitedAt: day("2026-11-10", 10) });
      expect(await stores.summaries.save([tenth])).toEqual(["known"]);
      expect(await isKept(aStay(back))).toBe(false);
    });

    it("waits until the rollups contain the stays to be deleted", async () => {
      await stores.summaries.save(stays);
      expect(await deleteOn("2026-11-20")).toBe(0);
      expect(await isKept(aStay({ id: "year-ago", exitedAt: day("2025-11-20") }))).toBe(true);
      expect(await stores.retention.keptFrom()).toBeUndefined();
    });

    it("does not change the rollups", async () => {
      await stores.summaries.save(stays);
      await refreshRollups(stores.rollups);
      const all = () =>
        Promise.all(PERIODS.map((period) => stores.rollups.list({ period }, 1_000)));
      const before = await all();
      await deleteOn("2026-11-20");
      expect(await all()).toEqual(before);
    });

    it("adds up the days of a month that is deleted in part, and leaves other figures unknown", async () => {
      await stores.summaries.save(stays);
      await refreshRollups(stores.rollups);
      await deleteOn("2026-11-20");
      await stores.summaries.save([aStay({ id: "late", exitedAt: day("2026-11-19") })]);
      await refreshRollups(stores.rollups);
      const november = { period: "month", from: day("2026-11-15") } as const;
      expect(await stores.rollups.list(november, 9)).toMatchObject([
        { stays: 4, totalSeconds: 4 * 5_400, distinctPlates: undefined, p50Seconds: undefined },
      ]);
      const days = await stores.rollups.list({ ...november, period: "day" }, 9);
      expect(days.map(({ distinctPlates }) => distinctPlates)).toEqual([1, 1]);
    });

    it("does not compute rollups again whose stays are deleted", async () => {
      await stores.summaries.save(stays);
      await refreshRollups(stores.rollups);
      await deleteOn("2026-11-20");
      const longStay = aStay({ id: "long", exitedAt: day("2026-11-20") });
      await stores.summaries.save([
        { ...longStay, enteredAt: day("2026-11-09") } as typeof longStay,
      ]);
      await refreshRollups(stores.rollups);
      const days = await stores.rollups.list({ period: "day", from: day("2026-11-09") }, 2);
      expect(days).toMatchObject([{ stays: 1, peakOccupancy: 1 }, { stays: 1 }]);
    });

    it("never moves its limit back", async () => {
      await refreshRollups(stores.rollups);
      const cut = day("2026-11-10");
      expect(await stores.retention.giveUpBefore(cut)).toBe(true);
      expect(await stores.retention.giveUpBefore(day("2026-11-01"))).toBe(true);
      expect(await stores.retention.keptFrom()).toEqual(cut);
    });
  });
}
