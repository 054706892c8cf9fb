import type { ReadFate, ReadOutcome, SoughtPlate } from "@boomgate/contracts";
import { type Kysely, type SelectQueryBuilder, sql, type Transaction } from "kysely";
import { isRefusal, translateErrors } from "../database-errors.js";
import { isOneOf, isSought, isWithin } from "../is-sought.js";
import type { ReadColumns, Tables } from "../tables.js";
import { rememberErased, withoutErased } from "./erased-reads.js";
import { mergeOutcomes } from "./merge-outcomes.js";
import { OutcomeRefusedError } from "./outcome-refused-error.js";
import type { KeptRead, ReadCount, ReadFilter, ReadLedger, ReadPlace } from "./read-ledger.js";
import type { ReadWriter } from "./read-writer.js";

export interface ReadDialect {
  readonly writer: ReadWriter;
  /** Lets the statements of a transaction take minutes. */
  readonly allowLong: (transaction: Transaction<Tables>) => Promise<unknown>;
  /**
   * Holds an erasure back until no save is under way, and saves until it is done: a save that looked for erased reads
   * before them would write one afterwards. Absent where writers take turns anyway.
   */
  readonly locks?: Readonly<
    Record<"saving" | "erasing", (transaction: Transaction<Tables>) => Promise<unknown>>
  >;
  /** Deletes what can be deleted whole. @returns false when nothing of that kind is left */
  readonly dropWhole?: (db: Kysely<Tables>, before: Date) => Promise<boolean>;
}

const throwRefused = (error: unknown): never => {
  throw isRefusal(error) ? new OutcomeRefusedError(error.code, error) : error;
};

export class KyselyReadLedger implements ReadLedger {
  constructor(
    private readonly db: Kysely<Tables>,
    private readonly dialect: ReadDialect,
    private readonly now: () => Date,
  ) {}

  save(outcomes: readonly ReadOutcome[]): Promise<void> {
    const rows = mergeOutcomes(outcomes);
    if (rows.length === 0) return Promise.resolve();
    const saving = this.db.transaction().execute(async (transaction) => {
      await this.dialect.locks?.saving(transaction);
      const kept = await withoutErased(transaction, rows);
      if (kept.length === 0) return;
      await this.dialect.writer.write(transaction, kept, this.now().toISOString());
    });
    return translateErrors(() => saving.catch(throwRefused));
  }

  list(filter: ReadFilter, limit: number, after?: ReadPlace): Promise<readonly KeptRead[]> {
    return translateErrors(async () => {
      let query = filtered(this.db.selectFrom("reads").selectAll(), filter);
      if (after) {
        query = query.where(
          sql<boolean>`(at, lot_id, plate, kind, event_id) < (${after.at.toISOString()}, ${after.lotId}, ${after.plate}, ${after.kind}, ${after.id})`,
        );
      }
      const rows = await query
        .orderBy("at", "desc")
        .orderBy("lot_id", "desc")
        .orderBy("plate", "desc")
        .orderBy("kind", "desc")
        .orderBy("event_id", "desc")
        .limit(limit)
        .execute();
      return rows.map(keptReadOf);
    });
  }

  count(filter: Pick<ReadFilter, "from" | "to" | "lotId">): Promise<readonly ReadCount[]> {
    return translateErrors(async () => {
      const rows = await filtered(
        this.db
          .selectFrom("reads")
          .select(["kind", sql<string>`coalesce(fate, 'parked')`.as("state")])
          .select(({ fn }) => fn.countAll().as("count")),
        filter,
      )
        .groupBy(["kind", sql`coalesce(fate, 'parked')`])
        .execute();
      return rows.map(({ kind, state, count }) => ({
        kind,
        state: state as ReadCount["state"],
        count: Number(count),
      }));
    });
  }

  erase(plate: SoughtPlate): Promise<number> {
    return translateErrors(async () => {
      const reads = await this.db.transaction().execute(async (transaction) => {
        await this.dialect.locks?.erasing(transaction);
        const erased = await transaction
          .deleteFrom("reads")
          .where(isSought(plate))
          .returning(["at", "lot_id", "kind", "event_id"])
          .execute();
        await rememberErased(transaction, erased);
        return erased.length;
      });
      await this.db
        .transaction()
        .execute((transaction) => this.eraseFromCandidates(transaction, plate));
      return reads;
    });
  }

  deleteSome(before: Date, limit: number): Promise<number> {
    return translateErrors(async () => {
      if (await this.dialect.dropWhole?.(this.db, before)) return 1;
      const at = before.toISOString();
      const reads = await sql`delete from reads
        where (at, lot_id, plate, kind, event_id) in (
          select at, lot_id, plate, kind, event_id from reads where at < ${at}
          order by at limit ${limit}
        )`.execute(this.db);
      const erased = await sql`delete from erased_reads where read_id in (
        select read_id from erased_reads where at < ${at} limit ${limit}
      )`.execute(this.db);
      return Number(reads.numAffectedRows ?? 0) + Number(erased.numAffectedRows ?? 0);
    });
  }

  /** The plate as another reading of some other car. Looks at every read: no index knows candidates. */
  private async eraseFromCandidates(
    transaction: Transaction<Tables>,
    { plate, lots }: SoughtPlate,
  ): Promise<void> {
    await this.dialect.allowLong(transaction);
    const quoted = JSON.stringify(plate).replaceAll(/[%_\\]/g, String.raw`\$&`);
    const mentions = sql<boolean>`candidates like ${`%"plate":${quoted}%`} escape '\\'`;
    await transaction
      .updateTable("reads")
      .set({ candidates: null })
      .where(isWithin(lots, mentions))
      .execute();
  }
}

function filtered<Selected>(
  query: SelectQueryBuilder<Tables, "reads", Selected>,
  { kind, lotId, plates, eventId, fates, isParked, parked, gateId, from, to }: ReadFilter,
) {
  return query
    .$if(kind !== undefined, (some) => some.where("kind", "=", kind as "entry"))
    .$if(lotId !== undefined, (some) => some.where("lot_id", "=", lotId as string))
    .$if(plates !== undefined, (some) => some.where(isOneOf(plates as readonly SoughtPlate[])))
    .$if(eventId !== undefined, (some) => some.where("event_id", "=", eventId as string))
    .$if(gateId !== undefined, (some) => some.where("gate_id", "=", gateId as string))
    .$if(parked !== undefined, (some) =>
      parked === "any"
        ? some.where("parked_code", "is not", null)
        : some.where("parked_code", "=", parked as string),
    )
    .$if(from !== undefined, (some) => some.where("at", ">=", (from as Date).toISOString()))
    .$if(to !== undefined, (some) => some.where("at", "<", (to as Date).toISOString()))
    .$if(fates !== undefined || isParked === true, (some) =>
      some.where((where) =>
        where.or([
          ...(fates ?? []).map((fate) => where("fate", "=", fate)),
          ...(isParked
            ? [where.and([where("fate", "is", null), where("parked_code", "is not", null)])]
            : []),
        ]),
      ),
    );
}

type Instant = Date | string;

interface StoredRead extends Pick<ReadColumns, "kind" | "lot_id" | "plate" | "event_id"> {
  readonly at: Instant;
  readonly fate: ReadFate | null;
  readonly revision: number | string | null;
  readonly stay_id: string | null;
  readonly plate_read: string | null;
  readonly gate_id: string | null;
  readonly confidence: number | null;
  readonly candidates: string | null;
  readonly parked_code: string | null;
  readonly parked_at: Instant | null;
  readonly first_seen_at: Instant;
}

function keptReadOf(row: object): KeptRead {
  const read = row as StoredRead;
  const { candidates } = read;
  return {
    kind: read.kind,
    lotId: read.lot_id,
    plate: read.plate,
    id: read.event_id,
    at: new Date(read.at),
    fate: read.fate ?? undefined,
    revision: read.revision === null ? undefined : Number(read.revision),
    stayId: read.stay_id ?? undefined,
    plateRead: read.plate_read ?? undefined,
    gateId: read.gate_id ?? undefined,
    confidence: read.confidence ?? undefined,
    candidates: candidates === null ? undefined : JSON.parse(candidates),
    parked:
      read.parked_code === null
        ? undefined
        : { code: read.parked_code, at: new Date(read.parked_at as Instant) },
    firstSeenAt: new Date(read.first_seen_at),
  };
}
