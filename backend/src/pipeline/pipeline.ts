import type { Running } from "@boomgate/platform/lifecycle";
import { HEADERS, type QueueNames } from "@boomgate/contracts";
import type { Delivery, MessageConsumer, Subscription } from "@boomgate/platform/messaging";
import type { Tracer } from "@boomgate/platform/tracing";
import type { ReadKind } from "../domain/read.js";
import type { Message } from "./handler.js";
import { waysOf } from "./ways.js";

export interface PipelineQueues extends QueueNames {
  readonly prefetch: number;
}

export interface InHandObserver {
  /** @param change - 1 for a message taken, -1 for one settled */
  inHand(eventType: ReadKind, change: 1 | -1): void;
}

/** Consumes both queues and gives each message to the settling handler. */
export class Pipeline implements Running {
  private readonly subscriptions: Subscription[] = [];
  private inHand = 0;
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly consumer: MessageConsumer,
    private readonly queues: PipelineQueues,
    private readonly settle: (message: Message) => Promise<void>,
    private readonly observer: InHandObserver,
    private readonly tracer: Tracer,
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
    return this.inHand;
  }

  /** No new deliveries, and those in hand are settled. */
  async stop(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.cancel()));
    if (this.inHand === 0) return;
    await new Promise<void>((resolve) => {
      this.onIdle = resolve;
    });
  }

  private async consume(eventType: ReadKind, queue: string): Promise<void> {
    const { prefetch } = this.queues;
    const settled = () => this.count(eventType, -1);
    const wayOf = waysOf(this.queues);
    const take = (delivery: Delivery) => {
      this.count(eventType, 1);
      const trace = this.tracer.continue(delivery.headers[HEADERS.traceparent]);
      const way = wayOf(eventType, delivery);
      const settling = this.settle({ eventType, delivery, way, trace });
      // Nothing should get here: if it does, one event comes again, and the process goes on.
      void settling.catch(() => delivery.release()).then(settled);
    };
    this.subscriptions.push(await this.consumer.consume(queue, { prefetch }, take));
  }

  private count(eventType: ReadKind, change: 1 | -1): void {
    this.inHand += change;
    this.observer.inHand(eventType, change);
    if (this.inHand === 0) this.onIdle?.();
  }
}
