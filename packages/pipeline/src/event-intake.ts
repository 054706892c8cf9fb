import { isEventArray } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";

export interface EventIntakeParts<Kind extends string> {
  /** Events worked on at once, at most. */
  readonly most: number;
  /** The events of a message, each in a message of its own. */
  open(delivery: Delivery): readonly Message<Kind>[];
  /** Never rejects; should it, the message is given back. */
  settle(message: Message<Kind>): Promise<void>;
  /** @param change - of the events in hand */
  count(change: number): void;
}

/**
 * Works on a bounded number of events at once, in the order of their messages. The broker bounds messages, and one
 * of these may hold many events: what is beyond the bound waits as it came, unread.
 */
export class EventIntake<Kind extends string> {
  private active = 0;
  private waiting: Delivery[] = [];
  /** Events of the array that was opened last and that nobody works on yet, the first one last. */
  private opened: Message<Kind>[] = [];

  constructor(private readonly parts: EventIntakeParts<Kind>) {}

  /** Messages that wait unread. */
  get unreadCount(): number {
    return this.waiting.length;
  }

  take(delivery: Delivery): void {
    this.parts.count(1);
    // Nearly every message is one event, and none waits.
    if (!this.isFull && !this.isAnyWaiting && !isEventArray(delivery.contentType)) {
      for (const message of this.parts.open(delivery)) this.begin(message);
      return;
    }
    this.waiting.push(delivery);
    this.fill();
  }

  /** Gives back what nobody works on; what was begun goes on. */
  releaseWaiting(): void {
    const { waiting, opened } = this;
    this.waiting = [];
    this.opened = [];
    for (const delivery of waiting) delivery.release();
    for (const { delivery } of opened) delivery.release();
    this.parts.count(-waiting.length - opened.length);
  }

  private get isFull(): boolean {
    return this.active >= this.parts.most;
  }

  private get isAnyWaiting(): boolean {
    return this.opened.length > 0 || this.waiting.length > 0;
  }

  private fill(): void {
    while (!this.isFull) {
      const message = this.opened.pop();
      if (message !== undefined) {
        this.begin(message);
        continue;
      }
      const delivery = this.waiting.shift();
      if (delivery === undefined) return;
      this.opened = this.parts.open(delivery).toReversed();
      this.parts.count(this.opened.length - 1);
    }
  }

  private begin(message: Message<Kind>): void {
    this.active += 1;
    void this.parts
      .settle(message)
      .catch(() => message.delivery.release())
      .then(() => this.finish());
  }

  private finish(): void {
    this.active -= 1;
    this.parts.count(-1);
    if (this.isAnyWaiting) this.fill();
  }
}
