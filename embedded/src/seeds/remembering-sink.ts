import type { SummarySink } from "@boomgate/backend";
import { type StaySummary, staySummaryToWire } from "@boomgate/contracts";
import type { SinkStay } from "@boomgate/generators";

/** Keeps the highest revision of each stay, as the summary API does, and asks no disk. */
export class RememberingSink implements SummarySink {
  private readonly latest = new Map<string, StaySummary>();

  async post(stays: readonly StaySummary[]) {
    for (const stay of stays) {
      const known = this.latest.get(stay.stayId);
      if (!known || known.revision < stay.revision) this.latest.set(stay.stayId, stay);
    }
    return stays.map(() => "accepted" as const);
  }

  get stays(): readonly SinkStay[] {
    return [...this.latest.values()].map((stay) => staySummaryToWire(stay) as unknown as SinkStay);
  }
}
