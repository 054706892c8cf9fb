import { type Running, RepeatedWork } from "@boomgate/platform/lifecycle";
import type { BrokerState } from "@boomgate/platform/messaging";

/** A connection that is lost and open again within this time is not noticed by senders. */
const TOLERATED_MS = 250;
const LOOK_EVERY_MS = 50;

/** Knows for how long the broker has been away. */
export class BrokerWatch implements Running {
  private lostMs: number | undefined;
  private readonly looking: RepeatedWork;

  /** @param nowMs - monotonic */
  constructor(
    private readonly broker: { readonly state: BrokerState },
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.look();
    // At the start nothing was lost: the broker is away until it is open.
    if (this.lostMs !== undefined) this.lostMs -= TOLERATED_MS;
    this.looking = new RepeatedWork(
      async () => this.look(),
      () => LOOK_EVERY_MS,
    );
  }

  start(): void {
    this.looking.start();
  }

  stop(): Promise<void> {
    return this.looking.stop();
  }

  /** Whether the broker takes no message now: it blocks publishers, or has had no channel for some time. */
  get isAway(): boolean {
    this.look();
    if (this.broker.state.blocked) return true;
    return this.lostMs !== undefined && this.nowMs() - this.lostMs >= TOLERATED_MS;
  }

  private look(): void {
    if (this.broker.state.connected) this.lostMs = undefined;
    else this.lostMs ??= this.nowMs();
  }
}
