import type { Reception, SummarySink } from "@boomgate/backend";
import type { StaySummary } from "@boomgate/contracts";
import type { Faults } from "./faults.js";
import type { Caller, Scheduler } from "./scheduler.js";

/** Keeps the highest revision of each stay, and refuses some stays whatever they say. */
export class SimSink {
  readonly stays = new Map<string, StaySummary>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
    private readonly refuses: (stayId: string) => boolean,
  ) {}

  clientOf(caller: Caller): SummarySink {
    return {
      post: (summaries) =>
        this.scheduler.effect(caller, () =>
          this.faults.around("sink", () => summaries.map((summary) => this.take(summary))),
        ),
    };
  }

  private take(summary: StaySummary): Reception {
    if (this.refuses(summary.stayId)) return { status: 422, detail: "not this one" };
    const known = this.stays.get(summary.stayId);
    if (!known || known.revision < summary.revision) this.stays.set(summary.stayId, summary);
    return "accepted";
  }
}
