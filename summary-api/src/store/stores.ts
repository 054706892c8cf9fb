import type { PlateErasure } from "../erasure/plate-erasure.js";
import type { RawRetention } from "../retention/raw-retention.js";
import type { RollupStore } from "../rollups/rollup-store.js";
import type { SummaryStore } from "./stays/summary-store.js";

/** What one database keeps, each part behind its port. */
export interface Stores {
  readonly summaries: SummaryStore;
  readonly rollups: RollupStore;
  readonly retention: RawRetention;
  readonly erasure: PlateErasure;
  /** Writes a megabyte to the database, and takes it away again. @throws {DiskFullError} while there is no space for it */
  probeSpace(): Promise<void>;
  close(): Promise<void>;
}
