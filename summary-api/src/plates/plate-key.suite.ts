import { createPlateHash } from "@boomgate/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { refreshRollups } from "../rollups/refresh.js";
import { aStay } from "../store/stays/stays.fixture.js";
import type { Stores } from "../store/stores.js";

const { of: hashOf, fingerprint } = createPlateHash("a key");
const other = createPlateHash("another key").fingerprint;

/**
 * @param open - a second call opens the same data
 * @param run - runs a statement on the database
 */
export function plateKeySuite(
  open: (plateKey?: string) => Promise<Stores>,
  clean: () => Promise<void>,
  run: (statement: string) => Promise<unknown>,
) {
  afterEach(clean);
  const openAndClose = async (plateKey?: string) => (await open(plateKey)).close();
  const saveUnder = async (plateKey: string | undefined, plate: string) => {
    const stores = await open(plateKey);
    await stores.summaries.save([aStay({ plate })]);
    await stores.close();
  };

  describe("the kind of plates in a database", () => {
    it("is that of the first start, also without any stay", async () => {
      await openAndClose(fingerprint);
      await expect(open()).rejects.toThrow("begun with hashes of plates");
      await expect(open(other)).rejects.toThrow("under another key");
      await saveUnder(fingerprint, hashOf("AB123CD"));
      await openAndClose(fingerprint);
    });

    it.each([
      ["a key is given for plates as they are", undefined, fingerprint, "plates as they are"],
      ["no key is given for hashes", fingerprint, undefined, "hashes of plates"],
      ["another key is given", fingerprint, other, "under another key"],
    ])("is refused with a reason when %s", async (_what, begun, later, reason) => {
      await saveUnder(begun, "SOME");
      await expect(open(later)).rejects.toThrow(new RegExp(`PLATE_PEPPER: .*${reason}`));
      await openAndClose(begun);
    });

    it("is not hashed where the database does not say", async () => {
      await saveUnder(undefined, "SOME");
      await run("delete from sink_facts");
      await expect(open(fingerprint)).rejects.toThrow("plates as they are");
    });
  });

  it("does everything with hashes that it does with plates", async () => {
    const stores = await open(fingerprint);
    const [one, two] = [hashOf("AAA"), hashOf("BBB")];
    await stores.summaries.save([
      aStay({ id: "a", plate: one }),
      aStay({ id: "b", plate: one }),
      aStay({ id: "c", plate: two }),
    ]);
    const revised = aStay({ id: "c", revision: 2, plate: one, exitPlate: two });
    expect(await stores.summaries.save([revised])).toEqual(["revised"]);
    const found = await stores.summaries.list({ plates: [{ plate: one }] }, 10);
    expect(found.map(({ exitEventId }) => exitEventId).toSorted()).toEqual(["a", "b", "c"]);
    await refreshRollups(stores.rollups);
    const [day] = await stores.rollups.list({ period: "day" }, 1);
    expect(day).toMatchObject({ stays: 3, distinctPlates: 1 });
    expect(await stores.erasure.erase({ plate: two })).toEqual({ stays: 1, superseded: 1 });
    expect(await stores.erasure.erase({ plate: one })).toEqual({ stays: 2, superseded: 0 });
    expect(await stores.summaries.save([revised])).toEqual(["known"]);
    await stores.close();
  });
}
