import type { Clock } from "@boomgate/platform/clock";
import type { Handled, Handler, Message, Middleware } from "./handler.js";
import { publishedAtMs } from "./message-age.js";

const CALM_MS = 1_000;

/**
 * Holds exits while the oldest entry in hand has waited longer than half of GRACE, so that an
 * unmatched exit is not forgotten while its entry merely stands in the queue.
 */
export class EntriesFirst {
  private lateInHand = 0;
  private caughtUp: Promise<void> | undefined;
  private resolveCaughtUp: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly graceMs: number,
  ) {}

  get isHolding(): boolean {
    return this.caughtUp !== undefined;
  }

  readonly middleware: Middleware = (next) => (message) => {
    if (message.eventType === "exit") {
      return this.caughtUp ? this.afterEntries(next, message) : next(message);
    }
    return this.isLate(message) ? this.withLate(next, message) : next(message);
  };

  private isLate({ delivery }: Message): boolean {
    const publishedMs = publishedAtMs(delivery);
    return publishedMs !== undefined && this.clock.now() - publishedMs > this.graceMs / 2;
  }

  private async afterEntries(next: Handler, exit: Message): Promise<Handled> {
    while (this.caughtUp) await this.caughtUp;
    return next(exit);
  }

  private async withLate(next: Handler, entry: Message): Promise<Handled> {
    this.enter();
    try {
      return await next(entry);
    } finally {
      this.leave();
    }
  }

  private enter(): void {
    this.lateInHand += 1;
    this.caughtUp ??= new Promise((resolve) => {
      this.resolveCaughtUp = resolve;
    });
  }

  private leave(): void {
    this.lateInHand -= 1;
    if (this.lateInHand === 0) void this.releaseWhenCalm();
  }

  /** Between two prefetched batches of a backlog no late entry is in hand for a moment. */
  private async releaseWhenCalm(): Promise<void> {
    await this.clock.sleep(CALM_MS);
    if (this.lateInHand > 0) return;
    this.resolveCaughtUp?.();
    this.caughtUp = undefined;
  }
}
