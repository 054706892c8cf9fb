import { DependencyUnavailableError } from "@boomgate/platform/errors";
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  handleType,
  type IPolicy,
} from "cockatiel";
import { backoffMs, type Clock } from "@boomgate/platform/clock";

export interface HoldObserver {
  /** Called once when a dependency stops answering, and once when it answers again. */
  held(dependency: string, isHeld: boolean, cause?: unknown): void;
}

const FAILURES_TO_OPEN = 5;

/** Opens after some failures in a row; then one call at a time tries whether the dependency answers again. */
export const createBreaker = (): IPolicy =>
  circuitBreaker(handleType(DependencyUnavailableError), {
    halfOpenAfter: 1_000,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });

/**
 * Waits for one dependency: a call that finds the dependency unavailable is repeated, with growing pauses, until the
 * dependency answers. The events of these calls wait unacked in hand, and none of their retries is used up.
 */
export class Hold {
  private waiting = 0;
  private readonly stopping = new AbortController();

  constructor(
    private readonly dependency: string,
    private readonly clock: Clock,
    private readonly observer: HoldObserver,
    private readonly policy: IPolicy = createBreaker(),
  ) {}

  get isHeld(): boolean {
    return this.waiting > 0;
  }

  /** @throws the first error that is not about availability; after `stop` also those that are */
  async until<T>(call: () => Promise<T>): Promise<T> {
    let attempt = 0;
    try {
      for (;;) {
        try {
          return await this.policy.execute(call);
        } catch (error) {
          if (!isUnavailable(error) || this.stopping.signal.aborted) throw error;
          attempt += 1;
          if (attempt === 1) this.enter(error);
          await this.clock.sleep(this.waitMs(attempt, error), this.stopping.signal);
        }
      }
    } finally {
      if (attempt > 0) this.leave();
    }
  }

  /** Ends the waiting, so that a stopping process can give its messages back. */
  stop(): void {
    this.stopping.abort(new DependencyUnavailableError(this.dependency, "the process is stopping"));
  }

  private waitMs(attempt: number, error: unknown): number {
    const asked = error instanceof DependencyUnavailableError ? (error.retryAfterMs ?? 0) : 0;
    // Without chance, so that a simulated run can be repeated exactly.
    const backoff = backoffMs(attempt - 1, { random: () => 1 });
    return Math.max(Math.min(asked, 60_000), backoff);
  }

  private enter(error: unknown): void {
    this.waiting += 1;
    if (this.waiting === 1) this.observer.held(this.dependency, true, error);
  }

  private leave(): void {
    this.waiting -= 1;
    if (this.waiting === 0) this.observer.held(this.dependency, false);
  }
}

const isUnavailable = (error: unknown) =>
  error instanceof DependencyUnavailableError || error instanceof BrokenCircuitError;
