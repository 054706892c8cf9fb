import { ConfigError } from "@boomgate/platform/config";
import { afterEach, expect, it } from "vitest";
import { aStay } from "./stays/stays.fixture.js";
import type { Stores } from "./stores.js";

/**
 * @param open - a second call opens the same data
 * @param run - runs a statement on the database
 */
export function otherVersionSuite(
  open: () => Promise<Stores>,
  clean: () => Promise<void>,
  run: (statement: string) => Promise<unknown>,
) {
  afterEach(clean);

  it.each([
    ["an older version", "update kysely_migration set name = '0001-stays' where name like '0001%'"],
    ["a newer version", "insert into kysely_migration values ('0999-later', '2030-01-01')"],
  ])("with a new database, not with that of %s, which stays as it is", async (_whose, made) => {
    const stores = await open();
    await stores.summaries.save([aStay()]);
    await stores.close();
    await run(made);
    for (let start = 0; start < 2; start += 1) {
      const opening = open();
      await expect(opening).rejects.toThrow(ConfigError);
      await expect(opening).rejects.toThrow(
        /(DATABASE_URL|SUMMARY_DATA_DIR): the database was begun by another version of Boomgate; begin with a new one$/,
      );
    }
    await run("update kysely_migration set name = '0001-stays-of-exits' where name like '0001%'");
    await run("delete from kysely_migration where name like '0999%'");
    const again = await open();
    expect(await again.summaries.counts()).toEqual({ closed: 1, void: 0 });
    await again.close();
  });
}
