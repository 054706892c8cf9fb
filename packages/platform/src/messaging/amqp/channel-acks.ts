import type { Channel, Message } from "amqplib";
import { AckTracker } from "./ack-tracker.js";

/**
 * Settles messages on the channel they came from, and on no other: on a later channel the same tag
 * names another message.
 */
export class ChannelAcks {
  private readonly tracker = new AckTracker();
  private isOver = false;
  private isFlushPlanned = false;

  constructor(private readonly channel: Channel) {}

  delivered(tag: number): void {
    this.tracker.delivered(tag);
  }

  /** Sent with the others of this tick. */
  ack(tag: number): void {
    if (this.isOver || !this.tracker.ack(tag) || this.isFlushPlanned) return;
    this.isFlushPlanned = true;
    setImmediate(() => this.flush());
  }

  release(tag: number): void {
    if (this.isOver || !this.tracker.settle(tag)) return;
    this.send(() => this.channel.nack(messageOf(tag), false, true));
  }

  flush(): void {
    this.isFlushPlanned = false;
    if (this.isOver) return;
    const { upTo, single } = this.tracker.takePlan();
    if (upTo !== undefined) this.send(() => this.channel.ack(messageOf(upTo), true));
    for (const tag of single) this.send(() => this.channel.ack(messageOf(tag)));
  }

  /** The channel is gone; what was in hand will be delivered again. */
  end(): void {
    this.isOver = true;
  }

  /** amqplib throws at once when the channel is closing. */
  private send(settle: () => void): void {
    try {
      settle();
    } catch {
      this.end();
    }
  }
}

const messageOf = (deliveryTag: number) => ({ fields: { deliveryTag } }) as Message;
