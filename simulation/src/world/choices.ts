/** Which faults happen, and for how long. */
export interface Chaos {
  readonly seed: number;
  /** How many choices may cause faults; after them nothing fails. */
  readonly choices: number;
}

/** Every random choice of a run, in the order of the calls. */
export class Choices {
  private used = 0;
  private state: number;

  constructor(private readonly chaos: Chaos) {
    this.state = chaos.seed;
  }

  get areLeft(): boolean {
    return this.used < this.chaos.choices;
  }

  /** 0 to `count - 1`; 0 when none are left. */
  next(count: number): number {
    if (!this.areLeft) return 0;
    this.used += 1;
    return this.draw() % count;
  }

  /**
   * Which of `count` comes next, at random also after the last choice. Taking turns could coincide with the waits
   * of the backend, so that a call would always be performed when its time limit has passed.
   */
  nextTurn(count: number): number {
    return this.areLeft ? this.next(count) : this.draw() % count;
  }

  /** True once in `count` times; false when no choices are left. */
  oneIn(count: number): boolean {
    return this.areLeft && this.next(count) === count - 1;
  }

  /** Mulberry32: short, and random enough to shuffle. */
  private draw(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
