/** The time from which on raw stays are kept, so that older ones are rejected. */
export class KeptFrom {
  private givenUpBeforeMs: number;

  /**
   * @param keepForMs - `undefined`: no further stays are deleted
   * @param before - the earlier limit in the database, perhaps of another setting
   */
  constructor(
    private readonly keepForMs: number | undefined,
    before: Date | undefined,
  ) {
    this.givenUpBeforeMs = before?.getTime() ?? Number.NEGATIVE_INFINITY;
  }

  moveTo(cut: Date): void {
    this.givenUpBeforeMs = Math.max(this.givenUpBeforeMs, cut.getTime());
  }

  /** Ms since 1970; a stay that ended before this is rejected as too old. */
  at(nowMs: number): number {
    if (this.keepForMs === undefined) return this.givenUpBeforeMs;
    return Math.max(this.givenUpBeforeMs, nowMs - this.keepForMs);
  }
}
