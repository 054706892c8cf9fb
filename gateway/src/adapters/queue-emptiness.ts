import {
  outcomesExchangeOf,
  type QueueNames,
  RETRY_DELAYS_MS,
  retryQueueOf,
} from "@boomgate/contracts";
import type { SettledEvents } from "../ports/settled-events.js";

interface EmptinessParts {
  readonly names: QueueNames;
  /** Messages ready for delivery. */
  readonly depth: (queue: string) => Promise<number>;
  /** Events that all backends have in hand; `undefined` when nobody says where they are. */
  readonly inHand: (() => Promise<number>) | undefined;
  /** Ms since 1970. */
  readonly nowMs: () => number;
}

const LOOK_EVERY_MS = 1_000;
/** How long the ledger may take to store an outcome that it has taken from its queue. */
const STORED_WITHIN_MS = 5_000;
/** The event may have been accepted by a replica whose clock is ahead. */
const CLOCKS_DIFFER_MS = 10_000;
const KNOWN_LOOKS = 1_000;

/**
 * Events are settled up to an instant at which no queue and no backend had any. It is looked for when somebody asks,
 * once a second at most. Where events never pause there is no such instant.
 */
export class QueueEmptiness implements SettledEvents {
  /** Instants at which there was none, in their order. */
  private readonly empty: number[] = [];
  private lookedMs = Number.NEGATIVE_INFINITY;
  private looking: Promise<void> | undefined;

  constructor(private readonly parts: EmptinessParts) {}

  async areSettled(beforeMs: number): Promise<boolean> {
    if (this.parts.nowMs() - this.lookedMs >= LOOK_EVERY_MS) {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
      await this.looking;
    }
    const first = this.empty.find((ms) => ms > beforeMs + CLOCKS_DIFFER_MS);
    return first !== undefined && first <= this.parts.nowMs() - STORED_WITHIN_MS;
  }

  private async look(): Promise<void> {
    const beganMs = this.parts.nowMs();
    const isEmpty = await this.isEmpty().catch(() => false);
    this.lookedMs = this.parts.nowMs();
    if (isEmpty) this.empty.push(beganMs);
    if (this.empty.length > KNOWN_LOOKS) this.empty.shift();
  }

  /** Asks in the order in which events move, so that none passes unseen. */
  private async isEmpty(): Promise<boolean> {
    const { names, inHand } = this.parts;
    if (inHand === undefined) return false;
    const retries = RETRY_DELAYS_MS.map((delayMs) => retryQueueOf(names, delayMs));
    const queues = [names.entryQueue, names.exitQueue, ...retries];
    return (
      (await this.areEmpty(queues)) &&
      (await inHand()) === 0 &&
      // What a backend put into a retry queue meanwhile stays there for a second.
      (await this.areEmpty(queues)) &&
      (await this.areEmpty([outcomesExchangeOf(names)]))
    );
  }

  private async areEmpty(queues: readonly string[]): Promise<boolean> {
    return (await Promise.all(queues.map(this.parts.depth))).every((messages) => messages === 0);
  }
}
