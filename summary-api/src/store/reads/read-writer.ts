import type { Transaction } from "kysely";
import type { Tables } from "../tables.js";
import type { ReadRow } from "./merge-outcomes.js";

/** How a database merges rows into the table of reads. */
export interface ReadWriter {
  /** @param rows - of different reads, in the order of their keys @param seenAt - ISO 8601 */
  write(transaction: Transaction<Tables>, rows: readonly ReadRow[], seenAt: string): Promise<void>;
}
