import type { PlateErasure } from "../erasure/plate-erasure.js";
import type { RawRetention } from "../retention/raw-retention.js";
import type { RollupStore } from "../rollups/rollup-store.js";
import type { ReadLedger } from "./reads/read-ledger.js";
import type { SummaryStore } from "./stays/summary-store.js";

/** The stores in one database, one port each. */
export interface Stores {
  readonly summaries: SummaryStore;
  readonly rollups: RollupStore;
  readonly retention: RawRetention;
  readonly erasure: PlateErasure;
  readonly reads: ReadLedger;
  /** Writes a megabyte to the database and deletes it again. @throws {DiskFullError} while there is no space for it */
  probeSpace(): Promise<void>;
  close(): Promise<void>;
}
