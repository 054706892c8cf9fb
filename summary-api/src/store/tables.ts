import type { ColumnType, Generated } from "kysely";
import type { Period } from "../rollups/calendar.js";

/** Written as ISO 8601 text; read as a Date (PostgreSQL) or as the same text (SQLite). */
type Instant = ColumnType<Date | string, string, string>;
type OptionalInstant = ColumnType<Date | string | null, string | null, string | null>;
/** PostgreSQL returns 64-bit integers as text. */
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

/** Replaced revisions, kept as evidence of earlier invoices. */
interface SupersededStaysTable extends StayColumns {
  readonly superseded_at: Instant;
}

/**
 * PostgreSQL only. All writers of one stay lock its row here; the row holds what they need to decide which revision
 * is the highest, and in which partition the stay is.
 */
interface StayGuardsTable {
  readonly stay_id: string;
  readonly revision: BigInteger;
  /** Null before the first revision. */
  readonly previous_revision: BigInteger | null;
  readonly exited_at: Instant;
  /** Of every revision of the stay; null once the plate was erased. */
  readonly exit_plate: string | null;
}

/** The figures of one lot in one hour, day, month or year of its time zone. */
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

/** A time range of a lot in which one transaction changed stays; its rollups are not yet in the list of those due. */
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

/** Facts about the database itself: its time zone, the kind of its plates, its retention. */
interface SinkFactsTable {
  readonly name: string;
  readonly value: string;
}

/** Ids of stays whose plate was erased; no revision of them is stored again. */
interface ErasedStaysTable {
  readonly stay_id: string;
  readonly revision: BigInteger;
  readonly exited_at: Instant;
}

/** What became of each read; on PostgreSQL partitioned by day. */
export interface ReadColumns {
  readonly at: Instant;
  readonly lot_id: string;
  /** "" where no plate was read. */
  readonly plate: string;
  readonly kind: "entry" | "exit";
  readonly event_id: string;
  readonly fate: string | null;
  readonly revision: BigInteger | null;
  readonly stay_id: string | null;
  readonly plate_read: string | null;
  readonly gate_id: string | null;
  readonly confidence: number | null;
  /** JSON. */
  readonly candidates: string | null;
  readonly parked_code: string | null;
  readonly parked_at: OptionalInstant;
  readonly first_seen_at: Instant;
}

/** Reads whose plate was erased; no outcome of them is stored again. */
interface ErasedReadsTable {
  readonly read_id: string;
  readonly at: Instant;
}

export interface Tables {
  readonly reads: ReadColumns;
  readonly erased_reads: ErasedReadsTable;
  readonly erased_stays: ErasedStaysTable;
  readonly rollups: RollupsTable;
  readonly rollup_marks: RollupMarksTable;
  readonly rollups_due: RollupsDueTable;
  readonly sink_facts: SinkFactsTable;
  readonly stays: StaysTable;
  readonly superseded_stays: SupersededStaysTable;
  readonly stay_guards: StayGuardsTable;
}
