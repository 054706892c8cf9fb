import type { StaySummary } from "@boomgate/contracts";
import type { Kysely, Transaction } from "kysely";
import type { Written } from "./batch-plan.js";
import type { Tables } from "./tables.js";

/** What the two databases say differently: replacing many stays at once, and where a stay is. */
export interface BatchWriter {
  /**
   * Writes those revisions that beat what is stored, and moves what they replace into the history.
   * @param stays - no two with the same id
   * @param receivedAt - ISO 8601
   * @returns by stay id what was written; those left out were known
   */
  write(
    transaction: Transaction<Tables>,
    stays: readonly StaySummary[],
    receivedAt: string,
  ): Promise<Map<string, Written>>;

  /** Exit time under which the stay is stored, as the database gives it. */
  exitOf(db: Kysely<Tables>, stayId: string): Promise<Date | string | undefined>;
}
