import type { KnownStays, Reception, SummarySink } from "@boomgate/backend";
import type { StaySummary } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { Faults } from "./faults.js";
import type { Caller, Scheduler } from "./scheduler.js";
import type { SimTime } from "./sim-clock.js";

/** SUMMARY_TIMEOUT_MS: a POST that has not arrived by then fails. */
const TIME_LIMIT_MS = 5_000;

const timedOut = () => new DependencyUnavailableError("sink", "it takes too long");

/** Keeps the highest revision of each stay, and refuses some stays always. */
export class SimSink {
  readonly stays = new Map<string, StaySummary>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
    private readonly time: SimTime,
    private readonly refuses: (stay: StaySummary) => boolean,
    /** Whether the sink is away now. */
    private readonly isAway: () => boolean,
  ) {}

  clientOf(caller: Caller, faults = this.faults): SummarySink {
    return {
      post: (summaries) => {
        const sentAtMs = this.time.nowMs;
        return this.scheduler.effect(caller, () => {
          if (this.isAway() || this.time.nowMs - sentAtMs > TIME_LIMIT_MS) throw timedOut();
          return faults.around("sink", () => summaries.map((summary) => this.take(summary)));
        });
      },
    };
  }

  knownStaysOf(caller: Caller, faults: Faults): KnownStays {
    const { scheduler, stays } = this;
    return {
      async *since() {
        yield await scheduler.effect(caller, () =>
          faults.around("sink", () => [...stays.values()]),
        );
      },
    };
  }

  private take(summary: StaySummary): Reception {
    if (this.refuses(summary)) return { status: 422, detail: "not this one" };
    const known = this.stays.get(summary.stayId);
    if (!known || known.revision < summary.revision) this.stays.set(summary.stayId, summary);
    return "accepted";
  }
}
