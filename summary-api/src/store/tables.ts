import type { ColumnType, Generated } from "kysely";

/** ISO 8601 text going in; a Date (PostgreSQL) or the same text (SQLite) coming out. */
type Instant = ColumnType<Date | string, string, string>;
type OptionalInstant = ColumnType<Date | string | null, string | null, string | null>;
/** PostgreSQL answers 64-bit integers as text. */
type BigInteger = ColumnType<number | string, number, number>;

export interface StayColumns {
  readonly stay_id: string;
  readonly revision: BigInteger;
  readonly status: "closed" | "void";
  readonly lot_id: string;
  readonly plate: string;
  readonly entry_event_id: string | null;
  readonly entered_at: OptionalInstant;
  readonly exited_at: Instant;
  readonly duration_seconds: number | null;
  readonly received_at: Instant;
}

/** The highest revision of each stay; on PostgreSQL partitioned by month of exit. */
interface StaysTable extends StayColumns {
  readonly corrections: Generated<number>;
}

/** Revisions that were in force once: who was charged on what evidence. */
interface SupersededStaysTable extends StayColumns {
  readonly superseded_at: Instant;
}

/**
 * PostgreSQL only. A partitioned table cannot hold `stay_id` unique over all months; this one does,
 * and tells where the stay is.
 */
interface StayGuardsTable {
  readonly stay_id: string;
  readonly revision: BigInteger;
  readonly exited_at: Instant;
  /** Of the revision before; says where to fetch the row that is replaced. */
  readonly previous_exited_at: OptionalInstant;
}

export interface Tables {
  readonly stays: StaysTable;
  readonly superseded_stays: SupersededStaysTable;
  readonly stay_guards: StayGuardsTable;
}
