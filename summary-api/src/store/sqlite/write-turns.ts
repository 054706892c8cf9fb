import { untilUnlocked } from "./until-unlocked.js";

export interface LockPatience {
  /** Milliseconds that writes wait for a lock of another program, counted from when it was first met. */
  readonly lockedMs: number;
  /** Milliseconds that each write may wait also for a lock that was met long ago. */
  readonly eachMs: number;
}

/** A lock that was met longer ago than this, and not since, was another one. */
const SAME_LOCK_MS = 2_000;

/** The writes of one process to one SQLite file, one after the other in the order of their calls. */
export class WriteTurns {
  private last: Promise<void> = Promise.resolve();
  private lock: { readonly sinceMs: number; seenMs: number } | undefined;

  /** @param begin - takes the lock or throws, without waiting */
  constructor(
    private readonly begin: () => void,
    private patience: LockPatience,
  ) {}

  /** For those that wait now, and later ones. */
  wait(patience: LockPatience): void {
    this.patience = patience;
  }

  /**
   * Resolves when the lock is held.
   * @returns gives the turn to the next write
   * @throws what `begin` threw at last, when the lock could not be had in time
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

  /** @returns since when it is the same lock, as far as one can know */
  private seeLock(nowMs: number): number {
    if (this.lock === undefined || nowMs - this.lock.seenMs > SAME_LOCK_MS) {
      this.lock = { sinceMs: nowMs, seenMs: nowMs };
    }
    this.lock.seenMs = nowMs;
    return this.lock.sinceMs;
  }
}
