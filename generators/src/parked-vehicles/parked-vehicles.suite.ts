import { expect, it } from "vitest";
import type { ParkedVehicles } from "./parked-vehicles.js";

/** What callers may rely on, whatever the adapter. */
export function parkedVehiclesSuite(open: () => ParkedVehicles): void {
  it("gives out what was put in, each plate once, until the lot is empty", async () => {
    const parked = open();
    const plates = Array.from({ length: 50 }, (_, index) => `P${index}`);
    await Promise.all(plates.map((plate) => parked.add("main", plate)));
    expect(await parked.count("main")).toBe(50);
    const taken = await Promise.all(plates.map(() => parked.takeRandom("main")));
    expect(taken).toHaveLength(50);
    expect(new Set(taken)).toEqual(new Set(plates));
    expect(await parked.takeRandom("main")).toBeUndefined();
    expect(await parked.count("main")).toBe(0);
  });

  it("holds a plate once however often it is added", async () => {
    const parked = open();
    await parked.add("main", "AB123CD");
    await parked.add("main", "AB123CD");
    expect(await parked.takeRandom("main")).toBe("AB123CD");
    expect(await parked.takeRandom("main")).toBeUndefined();
  });

  it("gives out again a plate that was given back", async () => {
    const parked = open();
    await parked.add("main", "AB123CD");
    await parked.takeRandom("main");
    await parked.add("main", "AB123CD");
    expect(await parked.takeRandom("main")).toBe("AB123CD");
  });

  it("keeps the lots apart", async () => {
    const parked = open();
    await parked.add("main", "AB123CD");
    await parked.add("north", "AB123CD");
    await parked.add("north", "EF456GH");
    expect(await parked.takeRandom("main")).toBe("AB123CD");
    expect(await parked.takeRandom("main")).toBeUndefined();
    expect(await parked.count("north")).toBe(2);
  });
}
