import { ContractError } from "@boomgate/contracts";
import { describe, expect, it } from "vitest";
import { parseCameras } from "./parse-cameras.js";

const GOOD = {
  name: "north-1",
  vendor: "hikvision",
  direction: "entry",
  access: { token: "0123456789abcdef" },
};
const parse = (...cameras: readonly unknown[]) => parseCameras(JSON.stringify({ cameras }));
const problemsOf = (text: string): readonly string[] => {
  try {
    parseCameras(text);
  } catch (error) {
    if (error instanceof ContractError) return error.problems;
    throw error;
  }
  return [];
};
const problems = (...cameras: readonly unknown[]) => problemsOf(JSON.stringify({ cameras }));

describe("CAMERAS_FILE", () => {
  it("gives each camera by its name, with defaults", () => {
    const camera = parse(GOOD, { ...GOOD, name: "south-1" }).get("north-1");
    expect(camera).toMatchObject({
      name: "north-1",
      vendor: "hikvision",
      lotId: "main",
      clockOffsetMs: 0,
      sequence: "final",
    });
  });

  it("takes everything that can be set", () => {
    const camera = parse({
      ...GOOD,
      vendor: "Intelbras",
      lot: "city",
      gate: "north",
      direction: { Approach: "entry", Leave: "exit", "": "ignore", "315-45": "entry" },
      time_zone: "America/Sao_Paulo",
      date_order: "dmy",
      clock_offset_seconds: -1.5,
      min_confidence: 0.6,
      confidence_max: 255,
      access: {
        basic: { user: "cam", password: "secret" },
        addresses: ["192.0.2.0/24", "2001:db8::1"],
      },
    }).get("north-1");
    expect(camera).toMatchObject({ vendor: "dahua", clockOffsetMs: -1_500, gateId: "north" });
  });

  it("may have no camera", () => expect(parse().size).toBe(0));

  it.each([
    ["{", "must be JSON"],
    ["[]", 'must be an object with the array "cameras"'],
    ['{"cameras": [], "more": 1}', 'must be an object with the array "cameras"'],
  ])("is refused when it is %s", (text, problem) => expect(problemsOf(text)).toEqual([problem]));

  it.each([
    [{ name: "a/b" }, "camera 1: name: must have 1 to 64 letters"],
    [{ vendor: "acme" }, "camera north-1: vendor: must be one of axis, dahua"],
    [{ direction: "in" }, 'camera north-1: direction: must be "entry", "exit", or an object'],
    [{ direction: { forward: "in" } }, "camera north-1: direction"],
    [{ direction: {} }, "camera north-1: direction"],
    [{ time_zone: "Berlin" }, "camera north-1: time_zone: must be a time zone"],
    [{ time_zone: "+19:00" }, "camera north-1: time_zone: must be a time zone"],
    [{ date_order: "ymd" }, 'camera north-1: date_order: must be "dmy" or "mdy"'],
    [{ clock_offset_seconds: "3" }, "camera north-1: clock_offset_seconds: must be a number"],
    [{ min_confidence: 60 }, "camera north-1: min_confidence: must be at most 1"],
    [{ access: undefined }, 'camera north-1: access: must be "none", or an object'],
    [{ access: {} }, 'camera north-1: access: must be "none", or an object'],
    [{ access: { token: "secret" } }, "camera north-1: access.token: must have 16 to 128"],
    [{ access: { basic: { user: "u" } } }, "camera north-1: access.basic.password"],
    [{ access: { addresses: ["192.0.2.0/33"] } }, "camera north-1: access.addresses.0: must be"],
    [{ gates: "x" }, 'camera north-1: has no setting "gates"'],
    [{ vendor: "dahua" }, "camera north-1: time_zone: must be set, as times of dahua have no zone"],
    [{ vendor: "genetec" }, "camera north-1: date_order: must be set"],
    [{ vendor: "generic" }, "camera north-1: mapping: must be set for generic"],
    [{ vendor: "rekor", sequence: "first" }, 'camera north-1: sequence: must be "final" for rekor'],
    [{ mapping: { plate: "/p", time: { at: "/t", as: "ms" } } }, "mapping: is only for generic"],
    [
      { vendor: "generic", mapping: { plate: "p", time: { at: "/t", as: "ms" } } },
      "camera north-1: mapping.plate: must be a JSON pointer",
    ],
    [
      { vendor: "generic", mapping: { plate: "/p", time: { at: "/t" } } },
      'camera north-1: mapping.time.as: must be "s", "ms"',
    ],
  ])("names camera and field: %j", (change, problem) => {
    const found = problems({ ...GOOD, ...change });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  it("names everything that is wrong, and never a value", () => {
    const found = problems({ ...GOOD, vendor: "s3cret", time_zone: "s3cret" }, 7, GOOD, GOOD);
    expect(found).toHaveLength(4);
    expect(found[3]).toBe("camera north-1: name: is that of a camera before");
    expect(found.join()).not.toContain("s3cret");
  });
});
