import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { backoffMs } from "../../clock/index.js";
import { TimeLimitError, within } from "../../lifecycle/index.js";
import type { Delivery, MessagingObserver, Subscription } from "../message-broker.js";
import { AmqpDelivery } from "./amqp-delivery.js";
import type { BrokerLog } from "./broker-log.js";
import { ChannelAcks } from "./channel-acks.js";
import { dropConnection } from "./end-connection.js";

export interface SubscriptionOptions {
  readonly queue: string;
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
  readonly observer: MessagingObserver | undefined;
  readonly log: BrokerLog;
  /** The open connection; `undefined` while there is none. */
  readonly connection: () => ChannelModel | undefined;
  /** Declares what must exist, also what was deleted meanwhile. */
  readonly declare: (connection: ChannelModel) => Promise<void>;
  /** For declaring, and for becoming a consumer. */
  readonly answerTimeoutMs: number;
}

const CANCEL_TIMEOUT_MS = 2_000;

/** One consumer with a channel of its own, which is built again whenever it ends. */
export class AmqpSubscription implements Subscription {
  private channel: Channel | undefined;
  private acks: ChannelAcks | undefined;
  private consumerTag: string | undefined;
  /** Failures in a row to open it. */
  private failures = 0;
  private isCancelled = false;

  constructor(private readonly options: SubscriptionOptions) {}

  get isConsuming(): boolean {
    return this.consumerTag !== undefined;
  }

  /** @throws when the queue cannot be consumed */
  async openOn(connection: ChannelModel): Promise<void> {
    const { queue, prefetch, observer } = this.options;
    if (this.isCancelled) return;
    const channel = await connection.createChannel();
    const acks = new ChannelAcks(channel);
    channel.on("error", (error: unknown) =>
      this.options.log.warn({ queue, err: error }, "the channel of a consumer ended"),
    );
    channel.on("close", () => {
      acks.end();
      if (this.channel !== channel) return;
      this.ended();
      void this.keepOpening();
    });
    this.channel = channel;
    this.acks = acks;
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(queue, (message) =>
      this.take(message, channel, acks),
    );
    this.consumerTag = consumerTag;
    this.failures = 0;
    observer?.consuming(queue, true);
  }

  /** A broker that does not answer is left for a new connection. @throws as `openOn` does */
  openInTime(connection: ChannelModel): Promise<void> {
    return this.inTime(connection, this.openOn(connection));
  }

  /** The connection is gone, and with it the channel. */
  ended(): void {
    this.acks?.end();
    this.channel = undefined;
    if (this.consumerTag === undefined) return;
    this.consumerTag = undefined;
    this.options.observer?.consuming(this.options.queue, false);
  }

  async cancel(): Promise<void> {
    this.isCancelled = true;
    const { channel, consumerTag } = this;
    if (channel === undefined || consumerTag === undefined) return;
    // Gone with its channel, or frozen: what a broker still delivers is released.
    const cancelling = channel.cancel(consumerTag);
    await within(CANCEL_TIMEOUT_MS, "cancelling", cancelling).catch(() => undefined);
    this.consumerTag = undefined;
    this.options.observer?.consuming(this.options.queue, false);
  }

  /** Sends the acks that gathered; what is still in hand goes back to the queue. */
  async close(): Promise<void> {
    this.isCancelled = true;
    this.acks?.flush();
    // A close of the connection could overtake frames of its channels; a close of the channel cannot.
    await this.channel?.close().catch(() => undefined); // closed already
  }

  private take(message: ConsumeMessage | null, channel: Channel, acks: ChannelAcks): void {
    if (message === null) {
      // The queue was deleted or the consumer timed out; the channel goes on without a consumer.
      this.options.log.warn({ queue: this.options.queue }, "the broker cancelled the consumer");
      void channel.close().catch(() => undefined);
      return;
    }
    const delivery = new AmqpDelivery(message, this.options.queue, acks);
    if (this.isCancelled) delivery.release();
    else this.options.onDelivery(delivery);
  }

  /** Tries again on the same connection; when that is lost, the next connection opens the subscription. */
  async keepOpening(): Promise<void> {
    while (!this.isCancelled && this.channel === undefined) {
      await sleep(backoffMs(this.failures++));
      const connection = this.options.connection();
      if (connection === undefined) return;
      try {
        await this.inTime(connection, this.options.declare(connection));
        // Declaring takes a while, and the next connection may have opened the subscription meanwhile.
        if (this.channel === undefined) await this.openInTime(connection);
      } catch (error) {
        const { queue, log } = this.options;
        log.warn({ queue, err: error }, "the queue cannot be consumed, trying again");
      }
    }
  }

  private async inTime(connection: ChannelModel, work: Promise<void>): Promise<void> {
    const { queue, answerTimeoutMs } = this.options;
    try {
      await within(answerTimeoutMs, `beginning to consume ${queue}`, work);
    } catch (error) {
      // The answer may still come, so the state of this connection is not known any more.
      if (error instanceof TimeLimitError) dropConnection(connection, error);
      throw error;
    }
  }
}
