import type { StaySummary } from "@boomgate/contracts";
import type { Kysely, Transaction } from "kysely";
import type { BatchResult } from "./batch-plan.js";
import type { Tables } from "../tables.js";

/** What the two databases say differently: replacing many stays at once, and where a stay is. */
export interface BatchWriter {
  /**
   * Writes those revisions that beat what is stored under the same exit plate, and moves what they replace into
   * the history. Of two writers with different exit plates at the same moment, one is first.
   * @param stays - no two with the same id
   * @param receivedAt - ISO 8601
   * @returns for each of them what was written, or what keeps it from being written
   */
  write(
    transaction: Transaction<Tables>,
    stays: readonly StaySummary[],
    receivedAt: string,
  ): Promise<BatchResult>;

  /** Exit time under which the stay is stored, as the database gives it. */
  exitOf(db: Kysely<Tables>, stayId: string): Promise<Date | string | undefined>;
}
