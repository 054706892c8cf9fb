import type { Reception, SummarySink } from "@boomgate/backend";
import { type StaySummary, staySummaryToWire } from "@boomgate/contracts";
import type { SinkStay } from "@boomgate/generators";

const NOT_ITS_STAY: Reception = { status: 422, detail: "NOT_ITS_STAY" };

/** Keeps the highest revision of each stay in memory, as the summary API does on disk. Does not check ids. */
export class RememberingSink implements SummarySink {
  private readonly latest = new Map<string, StaySummary>();

  async post(stays: readonly StaySummary[]) {
    return stays.map((stay) => this.take(stay));
  }

  private take(stay: StaySummary): Reception {
    const known = this.latest.get(stay.stayId);
    if (known && known.exitPlate !== stay.exitPlate) return NOT_ITS_STAY;
    if (!known || known.revision < stay.revision) this.latest.set(stay.stayId, stay);
    return "accepted";
  }

  get stays(): readonly SinkStay[] {
    return [...this.latest.values()].map((stay) => staySummaryToWire(stay) as unknown as SinkStay);
  }
}
