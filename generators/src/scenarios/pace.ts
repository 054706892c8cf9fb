/** The time of a scenario: it begins at `startMs` and passes `timeScale` times as fast as ours. */
export class Pace {
  constructor(
    private readonly startMs: number,
    private readonly timeScale: number,
    private readonly startedMs: number,
  ) {}

  /** When it is that time in the scenario; never before it is so in truth. */
  clockMs(scenarioMs: number): number {
    return Math.max(this.startedMs + (scenarioMs - this.startMs) / this.timeScale, scenarioMs);
  }

  /** The time in the scenario; it goes on at our pace once it has caught up. */
  scenarioMs(clockMs: number): number {
    return Math.min(this.startMs + (clockMs - this.startedMs) * this.timeScale, clockMs);
  }
}
