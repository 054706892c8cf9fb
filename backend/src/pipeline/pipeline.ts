import type { Running } from "@boomgate/platform/lifecycle";
import type { Delivery, MessageConsumer, Subscription } from "@boomgate/platform/messaging";
import type { ReadKind } from "../domain/read.js";
import type { Message } from "./handler.js";

export interface PipelineQueues {
  readonly entryQueue: string;
  readonly exitQueue: string;
  readonly prefetch: number;
}

/** Consumes both queues and gives each message to the settling handler. */
export class Pipeline implements Running {
  private readonly subscriptions: Subscription[] = [];
  private readonly inHand = new Set<Promise<void>>();

  constructor(
    private readonly consumer: MessageConsumer,
    private readonly queues: PipelineQueues,
    private readonly settle: (message: Message) => Promise<void>,
  ) {}

  async start(): Promise<void> {
    await this.consume("entry", this.queues.entryQueue);
    await this.consume("exit", this.queues.exitQueue);
  }

  get isConsuming(): boolean {
    return this.subscriptions.length === 2 && this.subscriptions.every((one) => one.isConsuming);
  }

  /** Messages delivered and not yet settled. */
  get inHandCount(): number {
    return this.inHand.size;
  }

  /** No new deliveries, and those in hand are settled. */
  async stop(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.cancel()));
    await Promise.all(this.inHand);
  }

  private async consume(eventType: ReadKind, queue: string): Promise<void> {
    const { prefetch } = this.queues;
    const take = (delivery: Delivery) => this.take({ eventType, delivery });
    this.subscriptions.push(await this.consumer.consume(queue, { prefetch }, take));
  }

  private take(message: Message): void {
    const work = this.settle(message).finally(() => this.inHand.delete(work));
    this.inHand.add(work);
  }
}
