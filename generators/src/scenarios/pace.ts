/** The time of a scenario: it begins at `startMs` and runs `timeScale` times as fast as the clock. */
export class Pace {
  constructor(
    private readonly startMs: number,
    private readonly timeScale: number,
    private readonly startedMs: number,
  ) {}

  /** The clock when it is this time in the scenario; never before the clock itself shows this time. */
  clockMs(scenarioMs: number): number {
    return Math.max(this.startedMs + (scenarioMs - this.startMs) / this.timeScale, scenarioMs);
  }

  /** The time in the scenario; it equals the clock once it has caught up. */
  scenarioMs(clockMs: number): number {
    return Math.min(this.startMs + (clockMs - this.startedMs) * this.timeScale, clockMs);
  }
}
