import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PERIODS, type Period, ZonedCalendar } from "./calendar.js";

const hoursOf = (zone: string, day: string) => {
  const { startsAt, endsAt } = new ZonedCalendar(zone).spanOf("day", new Date(day));
  return (endsAt.getTime() - startsAt.getTime()) / 3_600_000;
};
const textOf = (zone: string, period: Period, at: string) => {
  const { startsAt, endsAt } = new ZonedCalendar(zone).spanOf(period, new Date(at));
  return [startsAt.toISOString(), endsAt.toISOString()];
};

describe("the calendar of a time zone", () => {
  it.each([
    ["Europe/Berlin", "2026-03-29T12:00:00Z", 23],
    ["Europe/Berlin", "2026-10-25T12:00:00Z", 25],
    ["Europe/Berlin", "2026-06-01T12:00:00Z", 24],
    ["America/New_York", "2026-11-01T12:00:00Z", 25],
    ["Australia/Lord_Howe", "2026-04-04T20:00:00Z", 24.5],
    ["America/Havana", "2026-03-08T12:00:00Z", 23], // its midnight does not exist
    ["UTC", "2026-03-29T12:00:00Z", 24],
  ])("gives %s on %s a day of %d hours", (zone, day, hours) =>
    expect(hoursOf(zone, day)).toBe(hours),
  );

  it("has both hours that a clock shows twice", () => {
    const hour = (at: string) => textOf("Europe/Berlin", "hour", at);
    expect(hour("2026-10-25T00:30:00Z")).toEqual([
      "2026-10-25T00:00:00.000Z",
      "2026-10-25T01:00:00.000Z",
    ]);
    expect(hour("2026-10-25T01:30:00Z")[0]).toBe("2026-10-25T01:00:00.000Z");
  });

  it("begins months and years at local midnight", () => {
    const at = "2025-12-31T23:30:00Z";
    expect(textOf("Europe/Berlin", "month", at)[0]).toBe("2025-12-31T23:00:00.000Z");
    expect(textOf("Europe/Berlin", "year", at)[1]).toBe("2026-12-31T23:00:00.000Z");
    expect(textOf("Asia/Kolkata", "hour", at)[0]).toBe("2025-12-31T23:30:00.000Z");
    expect(textOf("UTC", "year", at)[1]).toBe("2026-01-01T00:00:00.000Z");
  });

  it("leaves no gap and no overlap, and every instant is in its own span", () => {
    const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
    const anInstant = fc.date({
      min: new Date("2005-01-01"),
      max: new Date("2037-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        anInstant,
        fc.constantFrom(...PERIODS),
        (zone, at, period) => {
          const calendar = new ZonedCalendar(zone);
          const span = calendar.spanOf(period, at);
          expect(span.startsAt <= at && at < span.endsAt).toBe(true);
          expect(calendar.spanOf(period, span.startsAt)).toEqual(span);
          expect(calendar.spanOf(period, new Date(span.endsAt.getTime() - 1))).toEqual(span);
          expect(calendar.spanOf(period, span.endsAt).startsAt).toEqual(span.endsAt);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("rejects an unknown time zone", () => {
    expect(() => new ZonedCalendar("Europe/Nowhere")).toThrow(RangeError);
  });
});
