import { HEADERS } from "@boomgate/contracts";
import type { Running } from "@boomgate/platform/lifecycle";
import type { Delivery, MessageConsumer, Subscription } from "@boomgate/platform/messaging";
import type { Tracer } from "@boomgate/platform/tracing";
import type { Message } from "./handler.js";
import { wayOf } from "./ways.js";

/** Where the events of one kind come from. */
export interface EventSource {
  readonly queue: string;
  /** Where events of this kind are published. */
  readonly exchange: string;
}

export interface PipelineOptions<Kind extends string> {
  /** By kind of event; consumed in this order. */
  readonly sources: Readonly<Record<Kind, EventSource>>;
  /** Brings messages back from a retry or the parking lot, to the queue that their routing key names. */
  readonly returnExchange: string;
  /** Messages in hand at most, for each queue. */
  readonly prefetch: number;
}

export interface InHandObserver<Kind extends string> {
  /** @param change - 1 for a message taken, -1 for one settled */
  inHand(eventType: Kind, change: 1 | -1): void;
}

/** Consumes the queues of a service and gives each message to the settling handler. */
export class Pipeline<Kind extends string> implements Running {
  private readonly subscriptions: Subscription[] = [];
  private isStarted = false;
  private inHand = 0;
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly consumer: MessageConsumer,
    private readonly options: PipelineOptions<Kind>,
    private readonly settle: (message: Message<Kind>) => Promise<void>,
    private readonly observer: InHandObserver<Kind>,
    private readonly tracer: Tracer,
  ) {}

  async start(): Promise<void> {
    for (const [eventType, source] of Object.entries<EventSource>(this.options.sources)) {
      await this.consume(eventType as Kind, source);
    }
    this.isStarted = true;
  }

  get isConsuming(): boolean {
    return this.isStarted && this.subscriptions.every((one) => one.isConsuming);
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

  private async consume(eventType: Kind, { queue, exchange }: EventSource): Promise<void> {
    const { prefetch, returnExchange } = this.options;
    const settled = () => this.count(eventType, -1);
    const take = (delivery: Delivery) => {
      this.count(eventType, 1);
      const trace = this.tracer.continue(delivery.headers[HEADERS.traceparent]);
      const way = wayOf(delivery, exchange, returnExchange);
      const settling = this.settle({ eventType, delivery, way, trace });
      // `settle` never rejects. Should it, this one message is delivered again, and the process goes on.
      void settling.catch(() => delivery.release()).then(settled);
    };
    this.subscriptions.push(await this.consumer.consume(queue, { prefetch }, take));
  }

  private count(eventType: Kind, change: 1 | -1): void {
    this.inHand += change;
    this.observer.inHand(eventType, change);
    if (this.inHand === 0) this.onIdle?.();
  }
}
