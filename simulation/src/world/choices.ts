/** How long the world is unkind, and how. */
export interface Chaos {
  readonly seed: number;
  /** Choices that may do harm; afterwards nothing fails any more. */
  readonly choices: number;
}

/** Every choice of a run, in the order it is asked for. */
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
   * Which of so many comes next: by chance to the end. Taking turns could fall into step with the waits of
   * the backend, so that a call is always performed when its time is up.
   */
  nextTurn(count: number): number {
    return this.areLeft ? this.next(count) : this.draw() % count;
  }

  /** True once in so many times; never when none are left. */
  oneIn(count: number): boolean {
    return this.areLeft && this.next(count) === count - 1;
  }

  /** Mulberry32: short, and good enough to shuffle by. */
  private draw(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
