import type { Pause, Plan } from "../plan.js";
import { endMsOf, isWithin, type Publication, publicationsOf } from "../plan-events.js";
import type { SimTime } from "./sim-clock.js";

/** The times of a plan: which events are still to be published, and who pauses. */
export class Timetable {
  private readonly unpublished: Publication[];

  constructor(
    private readonly plan: Plan,
    private readonly time: SimTime,
  ) {
    this.unpublished = [...publicationsOf(plan)];
  }

  /** Events that may be published now. */
  get due(): readonly Publication[] {
    return this.unpublished.filter(({ notBeforeMs }) => notBeforeMs <= this.time.nowMs);
  }

  published(publication: Publication): void {
    this.unpublished.splice(this.unpublished.indexOf(publication), 1);
  }

  isPaused(who: Pause["who"]): boolean {
    const { hasTime, pauses } = this.plan;
    return hasTime && pauses.some((pause) => pause.who === who && isWithin(pause, this.time.nowMs));
  }

  /** The next time at which an event is due or a pause ends; undefined when there is none. */
  get nextMs(): number | undefined {
    const { nowMs } = this.time;
    const ends = this.plan.pauses.filter((pause) => isWithin(pause, nowMs)).map(endMsOf);
    const waiting = this.unpublished.map(({ notBeforeMs }) => notBeforeMs);
    const later = [...ends, ...waiting].filter((ms) => ms > nowMs);
    return later.length === 0 ? undefined : Math.min(...later);
  }
}
