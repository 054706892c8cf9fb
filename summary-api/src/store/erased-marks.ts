import type { SoughtPlate } from "@boomgate/contracts";
import type { RawBuilder, Transaction } from "kysely";
import type { Tables } from "./tables.js";

/** Marks stays that are being erased, so that no later revision of them is accepted. */
export interface ErasedMarks {
  /** Marks the stays that have the plate now. */
  mark(transaction: Transaction<Tables>, plate: SoughtPlate): Promise<void>;
  /** Condition on a row of `stays`: it is marked. */
  readonly isMarked: RawBuilder<boolean>;
}
