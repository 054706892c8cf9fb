import { describe, expect, it } from "vitest";
import { CameraClock, type ClockSettings, type ReadTime } from "./camera-clock.js";

const clock = (settings: Partial<ClockSettings> = {}) =>
  new CameraClock({ timeZone: "Europe/Berlin", dateOrder: "dmy", clockOffsetMs: 0, ...settings });
const shown = (time: ReadTime) => ("ms" in time ? new Date(time.ms).toISOString() : time.code);

describe("a time that a camera writes", () => {
  it.each([
    ["2026-03-01 09:00:00", "2026-03-01T08:00:00.000Z"],
    ["2026-03-01 09:00:00.1239", "2026-03-01T08:00:00.123Z"],
    ["2026-03-01T09:00:00+01:00", "2026-03-01T08:00:00.000Z"],
    ["2026-03-01T09:00:00+0530", "2026-03-01T03:30:00.000Z"],
    ["2026-03-01 08:00:00 GMT", "2026-03-01T08:00:00.000Z"],
    ["2026-03-01 08:00:00.606935Z", "2026-03-01T08:00:00.606Z"],
    ["2026/03/01 09:00:00.5", "2026-03-01T08:00:00.500Z"],
    ["2026-03-01 09-00-00-789", "2026-03-01T08:00:00.789Z"],
    ["20260301090000", "2026-03-01T08:00:00.000Z"],
    ["20260301090000123", "2026-03-01T08:00:00.123Z"],
    ["20260301T0900270000", "2026-03-01T08:00:27.000Z"],
    ["20260301 090000252", "2026-03-01T08:00:00.252Z"],
    ["03/01/2026 09:00:00", "2026-01-03T08:00:00.000Z"],
    ["3.1.2026 9:00", "2026-01-03T08:00:00.000Z"],
    ["03/01/2026 12:30:05 AM", "2026-01-02T23:30:05.000Z"],
    ["03/01/2026 1:30:05 PM", "2026-01-03T12:30:05.000Z"],
  ])("%s is %s", (text, instant) => {
    expect(shown(clock().written(text, "time"))).toBe(instant);
  });

  it("is read by the order of dates that is set", () => {
    expect(shown(clock({ dateOrder: "mdy" }).written("03/01/2026 09:00:00", "time"))).toBe(
      "2026-03-01T08:00:00.000Z",
    );
    expect(shown(clock({ dateOrder: undefined }).written("13/01/2026 09:00:00", "time"))).toBe(
      "DATE_ORDER_MISSING",
    );
  });

  it.each([
    "2026-02-30 09:00:00",
    "2026-13-01 09:00:00",
    "2026-03-01 24:00:00",
    "2026-03-01 09:60:00",
    "2026-03-01 13:00:00 PM",
    "2026-03-01",
    "202603010900",
    "now",
    "x".repeat(100_000),
  ])("is broken when it is %.30s", (text) => {
    expect(shown(clock().written(text, "time"))).toBe("TIME_BROKEN");
  });

  it("is missing when it is empty or does not exist, and never taken for now", () => {
    for (const value of [undefined, null, "", "  "]) {
      expect(shown(clock().written(value, "time"))).toBe("TIME_MISSING");
      expect(shown(clock().epoch(value, "ms", "time"))).toBe("TIME_MISSING");
    }
  });

  it("needs the zone of the camera where it has none", () => {
    const zoneless = clock({ timeZone: undefined });
    expect(shown(zoneless.written("2026-03-01 09:00:00", "time"))).toBe("TIME_ZONE_MISSING");
    expect(shown(zoneless.written("2026-03-01 09:00:00", "time", "UTC"))).toContain("T09:00");
  });

  it("gets the fixed offset of the clock", () => {
    const slow = clock({ clockOffsetMs: 90_000 });
    expect(shown(slow.written("2026-03-01 09:00:00", "time"))).toBe("2026-03-01T08:01:30.000Z");
    expect(shown(slow.epoch("1772352000252", "ms", "time"))).toBe("2026-03-01T08:01:30.252Z");
  });
});

describe("when clocks change", () => {
  it("a time that occurs twice is the first of the two", () => {
    expect(shown(clock().written("2026-10-25 02:30:00", "time"))).toBe("2026-10-25T00:30:00.000Z");
    expect(shown(clock().written("2026-10-25 01:59:59", "time"))).toBe("2026-10-24T23:59:59.000Z");
    expect(shown(clock().written("2026-10-25 03:00:00", "time"))).toBe("2026-10-25T02:00:00.000Z");
  });

  it("a time that does not occur is read as by a clock that was not put forward yet", () => {
    expect(shown(clock().written("2026-03-29 02:30:00", "time"))).toBe("2026-03-29T01:30:00.000Z");
    expect(shown(clock().written("2026-03-29 01:59:59", "time"))).toBe("2026-03-29T00:59:59.000Z");
    expect(shown(clock().written("2026-03-29 03:00:00", "time"))).toBe("2026-03-29T01:00:00.000Z");
  });

  it.each([
    ["America/New_York", "2026-11-01 01:30:00", "2026-11-01T05:30:00.000Z"],
    ["America/New_York", "2026-03-08 02:30:00", "2026-03-08T07:30:00.000Z"],
    ["Australia/Lord_Howe", "2026-04-05 01:45:00", "2026-04-04T14:45:00.000Z"],
    ["Asia/Kathmandu", "2026-03-01 09:00:00", "2026-03-01T03:15:00.000Z"],
    ["+05:30", "2026-03-01 09:00:00", "2026-03-01T03:30:00.000Z"],
    ["UTC", "2026-03-01 09:00:00", "2026-03-01T09:00:00.000Z"],
  ])("in %s, %s is %s", (timeZone, text, instant) => {
    expect(shown(clock({ timeZone }).written(text, "time"))).toBe(instant);
  });
});

describe("a number since 1970", () => {
  it.each([
    [1_772_352_000.475377, "s", "2026-03-01T08:00:00.475Z"],
    ["1772352000.475", "s", "2026-03-01T08:00:00.475Z"],
    ["1772352000252", "ms", "2026-03-01T08:00:00.252Z"],
    ["1772352000899288", "us", "2026-03-01T08:00:00.899Z"],
    ["1772352000252000000", "ns", "2026-03-01T08:00:00.252Z"],
  ] as const)("%s %s is %s", (value, unit, instant) => {
    expect(shown(clock().epoch(value, unit, "time"))).toBe(instant);
  });

  it("is broken when it is none, or outside all dates", () => {
    for (const value of ["x", "1e400", {}, [], true, 0, -5, 1e300]) {
      expect(shown(clock().epoch(value, "s", "time"))).toBe("TIME_BROKEN");
      expect(shown(clock().localEpoch(value, "time"))).toBe("TIME_BROKEN");
    }
  });

  it("of local time is read in the zone of the camera", () => {
    const bangkok = clock({ timeZone: "Asia/Bangkok" });
    expect(shown(bangkok.localEpoch(1_706_625_295, "UTC"))).toBe("2024-01-30T07:34:55.000Z");
  });
});
