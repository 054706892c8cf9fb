/** From when on raw stays are kept, for those that have to refuse older ones. */
export class KeptFrom {
  private givenUpBeforeMs: number;

  /**
   * @param keepForMs - `undefined`: nothing more is given up
   * @param before - what was given up earlier, maybe under another setting
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

  /** Ms since 1970; a stay that ended before is too old to be kept. */
  at(nowMs: number): number {
    if (this.keepForMs === undefined) return this.givenUpBeforeMs;
    return Math.max(this.givenUpBeforeMs, nowMs - this.keepForMs);
  }
}
