import type { SoughtPlate } from "@boomgate/contracts";
import type { RawBuilder, Transaction } from "kysely";
import type { Tables } from "./tables.js";

/** Stays that are being erased, so that no later revision of theirs is taken. */
export interface ErasedMarks {
  /** Marks the stays that tell of a plate now; no revision of theirs is ever taken again. */
  mark(transaction: Transaction<Tables>, plate: SoughtPlate): Promise<void>;
  /** Whether the row of `stays` at hand is marked. */
  readonly isMarked: RawBuilder<boolean>;
}
