import type { ColumnType, Generated } from "kysely";
import type { Period } from "../rollups/calendar.js";

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
  readonly exit_plate: string;
  readonly exit_event_id: string;
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
 * PostgreSQL only. Writers of one stay meet at its row here, which decides between them without the stay;
 * it tells where the stay is, too, as the table of stays is partitioned.
 */
interface StayGuardsTable {
  readonly stay_id: string;
  readonly revision: BigInteger;
  /** Null: there was none. */
  readonly previous_revision: BigInteger | null;
  readonly exited_at: Instant;
  /** Of every revision of the stay; null once the plate was erased. */
  readonly exit_plate: string | null;
}

/** What one lot had in one hour, day, month or year of its time zone. */
interface RollupsTable extends RollupKey {
  readonly stays: number;
  readonly voids: number;
  readonly distinct_plates: number | null;
  readonly total_seconds: number;
  readonly p50_seconds: number | null;
  readonly p90_seconds: number | null;
  readonly p95_seconds: number | null;
  readonly peak_occupancy: number;
  readonly computed_at: Instant;
}

interface RollupKey {
  readonly period: Period;
  readonly lot_id: string;
  readonly starts_at: Instant;
  readonly ends_at: Instant;
}

/** Time of a lot in which something changed; from one transaction, not yet looked at. */
interface RollupMarksTable {
  readonly id: Generated<number | string>;
  readonly lot_id: string;
  readonly starts_at: Instant;
  readonly ends_at: Instant;
  readonly marked_at: Instant;
}

/** Rollups that have to be computed again. */
interface RollupsDueTable extends RollupKey {
  readonly since: Instant;
}

/** What the store has to remember about itself. */
interface SinkFactsTable {
  readonly name: string;
  readonly value: string;
}

/** Ids of stays whose plate was erased, which must not come back. */
interface ErasedStaysTable {
  readonly stay_id: string;
  readonly revision: BigInteger;
  readonly exited_at: Instant;
}

export interface Tables {
  readonly erased_stays: ErasedStaysTable;
  readonly rollups: RollupsTable;
  readonly rollup_marks: RollupMarksTable;
  readonly rollups_due: RollupsDueTable;
  readonly sink_facts: SinkFactsTable;
  readonly stays: StaysTable;
  readonly superseded_stays: SupersededStaysTable;
  readonly stay_guards: StayGuardsTable;
}
