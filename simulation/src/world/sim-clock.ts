import type { Clock } from "@boomgate/platform/clock";
import type { Caller, Scheduler } from "./scheduler.js";

/** Time that passes with each step. */
export class SimTime {
  constructor(public nowMs: number) {}

  clockOf(caller: Caller, scheduler: Scheduler): Clock {
    return {
      now: () => this.nowMs + caller.clockOffsetMs,
      sleep: (ms, signal) => {
        const dueMs = this.nowMs + ms;
        return new Promise((resolve, reject) => {
          scheduler.add(() => {
            this.nowMs = Math.max(this.nowMs, dueMs);
            if (!caller.isAlive) return;
            if (signal?.aborted) reject(signal.reason as Error);
            else resolve();
          });
        });
      },
    };
  }
}
