import type { StaySummary } from "@boomgate/contracts";
import type { Kysely, Transaction } from "kysely";
import type { BatchResult } from "./batch-plan.js";
import type { Tables } from "../tables.js";

/** Replaces many stays at once, in the SQL of one database. */
export interface BatchWriter {
  /**
   * Writes each revision that is higher than the stored one of the same exit plate, and moves the replaced one into
   * the history. When two writers save different exit plates of one stay at the same moment, one of them wins.
   * @param stays - no two with the same id
   * @param receivedAt - ISO 8601
   * @returns for each stay what was written, or the exit plate because of which it was not
   */
  write(
    transaction: Transaction<Tables>,
    stays: readonly StaySummary[],
    receivedAt: string,
  ): Promise<BatchResult>;

  /** Exit time of the stored stay, in the form of the database. */
  exitOf(db: Kysely<Tables>, stayId: string): Promise<Date | string | undefined>;
}
