import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { translateErrors } from "./database-errors.js";
import type { Tables } from "./tables.js";

const NAME = "space_probe";
/** The size of a large batch, so that one fits if the probe fits; random, as it must not be compressed. */
const BYTES = 786_432;

/**
 * Writes a megabyte and deletes it again.
 * @throws {DiskFullError} while there is no space for it
 */
export function probeSpace(db: Kysely<Tables>): Promise<void> {
  return translateErrors(async () => {
    const value = randomBytes(BYTES).toString("base64");
    await db
      .insertInto("sink_facts")
      .values({ name: NAME, value })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
      .execute();
    await db.deleteFrom("sink_facts").where("name", "=", NAME).execute();
  });
}
