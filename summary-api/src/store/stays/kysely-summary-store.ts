import type { StaySummary } from "@boomgate/contracts";
import { type ExpressionBuilder, type Kysely, type Transaction, sql } from "kysely";
import { type BatchPlan, type Written, isInForce, planBatch } from "./batch-plan.js";
import type { BatchWriter } from "./batch-writer.js";
import { isOneOf } from "../is-sought.js";
import { RollupMarks } from "../rollups/rollup-marks.js";
import { translateErrors } from "../database-errors.js";
import { storedStayOf, supersededStayOf } from "./stay-rows.js";
import { overtakenRow } from "./stay-values.js";
import type { SaveOutcome, StayCursor, StayFilter, SummaryStore } from "./summary-store.js";
import type { Tables } from "../tables.js";

/** The store over PostgreSQL or SQLite; only the writer of batches differs. */
export class KyselySummaryStore implements SummaryStore {
  constructor(
    private readonly db: Kysely<Tables>,
    private readonly writer: BatchWriter,
    private readonly now: () => Date,
  ) {}

  save(stays: readonly StaySummary[]): Promise<readonly SaveOutcome[]> {
    return translateErrors(() => {
      const receivedAt = this.now().toISOString();
      return this.db
        .transaction()
        .execute((transaction) => this.saveIn(transaction, stays, receivedAt));
    });
  }

  private async saveIn(
    transaction: Transaction<Tables>,
    stays: readonly StaySummary[],
    receivedAt: string,
  ): Promise<readonly SaveOutcome[]> {
    const plan = planBatch(stays);
    const result = await this.writer.write(transaction, plan.winners, receivedAt);
    await keepOvertaken(transaction, plan, result.written, receivedAt);
    const marks = new RollupMarks();
    marks.addAll(plan.winners, result.written);
    await marks.save(transaction, receivedAt);
    const outcomes = [...plan.outcomes(result)];
    const passedBy = plan.passedBy(result);
    if (passedBy.length === 0) return outcomes;
    // What is left has one exit plate per stay, so there is no third step.
    const rest = passedBy.flatMap((index) => stays[index] ?? []);
    const ofRest = await this.saveIn(transaction, rest, receivedAt);
    for (const [place, index] of passedBy.entries()) outcomes[index] = ofRest[place] ?? "known";
    return outcomes;
  }

  list(filter: StayFilter, limit: number, cursor?: StayCursor) {
    return translateErrors(async () => {
      const rows = await this.db
        .selectFrom("stays")
        .selectAll()
        .where((expressions) => conditionOf(expressions, filter, cursor))
        .orderBy("exited_at", "desc")
        .orderBy("stay_id", "desc")
        .limit(limit)
        .execute();
      return rows.map(storedStayOf);
    });
  }

  find(stayId: string) {
    return translateErrors(async () => {
      const exitedAt = await this.writer.exitOf(this.db, stayId);
      if (exitedAt === undefined) return undefined;
      const row = await this.db
        .selectFrom("stays")
        .selectAll()
        .where("exited_at", "=", new Date(exitedAt).toISOString())
        .where("stay_id", "=", stayId)
        .executeTakeFirst();
      return row && storedStayOf(row);
    });
  }

  superseded(stayId: string) {
    return translateErrors(async () => {
      const rows = await this.db
        .selectFrom("superseded_stays")
        .selectAll()
        .where("stay_id", "=", stayId)
        .orderBy("revision", "desc")
        .limit(1_000)
        .execute();
      return rows.map(supersededStayOf);
    });
  }

  counts() {
    return translateErrors(async () => {
      const rows = await this.db
        .selectFrom("stays")
        .select(({ fn }) => ["status", fn.countAll<string | number>().as("stays")])
        .groupBy("status")
        .execute();
      const countOf = (status: string) =>
        Number(rows.find((row) => row.status === status)?.stays ?? 0);
      return { closed: countOf("closed"), void: countOf("void") };
    });
  }

  async ping(): Promise<void> {
    await translateErrors(() => sql`select 1`.execute(this.db));
  }
}

/** A revision that was replaced within its own batch counts as revised, too. */
async function keepOvertaken(
  transaction: Transaction<Tables>,
  plan: BatchPlan,
  written: ReadonlyMap<string, Written>,
  receivedAt: string,
): Promise<void> {
  const inForce = plan.overtaken.filter((stay) => {
    const write = written.get(stay.stayId);
    return write !== undefined && isInForce(stay, write);
  });
  if (inForce.length === 0) return;
  await transaction
    .insertInto("superseded_stays")
    .values(inForce.map((stay) => overtakenRow(stay, receivedAt)))
    .execute();
  for (const stay of inForce) {
    await transaction
      .updateTable("stays")
      .set(({ eb }) => ({ corrections: eb("corrections", "+", 1) }))
      .where("stay_id", "=", stay.stayId)
      .where("exited_at", "=", stay.exitedAt.toISOString())
      .execute();
  }
}

function conditionOf(
  eb: ExpressionBuilder<Tables, "stays">,
  filter: StayFilter,
  cursor: StayCursor | undefined,
) {
  const conditions = [];
  if (filter.plates !== undefined) conditions.push(isOneOf(filter.plates));
  if (filter.exitEventId !== undefined) {
    conditions.push(eb("exit_event_id", "=", filter.exitEventId));
  }
  if (filter.entryEventId !== undefined) {
    conditions.push(eb("entry_event_id", "=", filter.entryEventId));
  }
  if (filter.lotId !== undefined) conditions.push(eb("lot_id", "=", filter.lotId));
  if (filter.status !== undefined) conditions.push(eb("status", "=", filter.status));
  if (filter.from) conditions.push(eb("exited_at", ">=", filter.from.toISOString()));
  if (filter.to) conditions.push(eb("exited_at", "<", filter.to.toISOString()));
  if (cursor) {
    const place = eb.tuple(cursor.exitedAt.toISOString(), cursor.stayId);
    conditions.push(eb(eb.refTuple("exited_at", "stay_id"), "<", place));
  }
  return eb.and(conditions);
}
