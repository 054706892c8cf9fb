import { type Kysely, sql } from "kysely";
import type { RawRetention } from "../retention/raw-retention.js";
import { translateErrors } from "./database-errors.js";
import { keptFrom, moveKeptFrom } from "./kept-from.js";
import type { RawDeleter } from "./raw-deleter.js";
import type { Tables } from "./tables.js";

export class KyselyRawRetention implements RawRetention {
  constructor(
    private readonly db: Kysely<Tables>,
    private readonly deleter: RawDeleter,
    private readonly now: () => Date,
  ) {}

  keptFrom(): Promise<Date | undefined> {
    return translateErrors(() => keptFrom(this.db));
  }

  giveUpBefore(cut: Date): Promise<boolean> {
    return translateErrors(async () => {
      const before = await keptFrom(this.db);
      if (before !== undefined && before >= cut) return true;
      if (await this.isWorkLeft(cut)) return false;
      await moveKeptFrom(this.db, cut);
      return true;
    });
  }

  deleteSome(limit: number): Promise<number> {
    return translateErrors(async () => {
      const before = await keptFrom(this.db);
      return before === undefined ? 0 : this.deleter.deleteSome(before, limit);
    });
  }

  /** Whether rollups are still due that need the stays before the cut: hours and days before it, months and years that have ended. */
  private async isWorkLeft(cut: Date): Promise<boolean> {
    const { rows } = await sql`
      select 1 from rollup_marks where starts_at < ${cut.toISOString()}
      union all
      select 1 from rollups_due where starts_at < ${cut.toISOString()}
        and (period in ('hour', 'day') or ends_at <= ${this.now().toISOString()})
      limit 1`.execute(this.db);
    return rows.length > 0;
  }
}
