import { untilUnlocked } from "./until-unlocked.js";

export interface LockPatience {
  /** Milliseconds that writes wait for a lock of another program, counted since any write first found it. */
  readonly lockedMs: number;
  /** Milliseconds that each write waits at least, even if the lock was found long ago. */
  readonly eachMs: number;
}

/** After this long without a lock in the way, the next one counts as a new lock. */
const SAME_LOCK_MS = 2_000;

/** Lets the writes of one process to one SQLite file run one after the other, in the order of their calls. */
export class WriteTurns {
  private last: Promise<void> = Promise.resolve();
  private lock: { readonly sinceMs: number; seenMs: number } | undefined;

  /** @param begin - takes the lock or throws, without waiting */
  constructor(
    private readonly begin: () => void,
    private patience: LockPatience,
  ) {}

  /** Applies to writes that wait already, too. */
  wait(patience: LockPatience): void {
    this.patience = patience;
  }

  /**
   * Resolves when the lock is held.
   * @returns a function that ends this turn, so that the next write begins
   * @throws the last error of `begin`, when the lock was not free in time
   */
  async take(): Promise<() => void> {
    const calledMs = performance.now();
    const before = this.last;
    let end: () => void = () => undefined;
    this.last = new Promise((resolve) => (end = resolve));
    await before;
    try {
      await untilUnlocked(this.begin, (nowMs) => {
        const sinceMs = this.seeLock(nowMs);
        return Math.max(sinceMs + this.patience.lockedMs, calledMs + this.patience.eachMs);
      });
      this.lock = undefined;
      return end;
    } catch (error) {
      end();
      throw error;
    }
  }

  /** @returns when this lock was first found; a guess, as SQLite does not say who holds a lock */
  private seeLock(nowMs: number): number {
    if (this.lock === undefined || nowMs - this.lock.seenMs > SAME_LOCK_MS) {
      this.lock = { sinceMs: nowMs, seenMs: nowMs };
    }
    this.lock.seenMs = nowMs;
    return this.lock.sinceMs;
  }
}
