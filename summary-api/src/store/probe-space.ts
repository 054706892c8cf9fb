import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { translateErrors } from "./database-errors.js";
import type { Tables } from "./tables.js";

const NAME = "space_probe";
/** As much as a large batch takes, so that what fits is more than the probe; nothing that could be compressed. */
const BYTES = 786_432;

/**
 * Writes a megabyte and takes it away again.
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
