import { HEADERS } from "@boomgate/contracts";
import type { Running } from "@boomgate/platform/lifecycle";
import type { Delivery, MessageConsumer, Subscription } from "@boomgate/platform/messaging";
import type { Tracer } from "@boomgate/platform/tracing";
import { readArray } from "./arrays/read-array.js";
import { shouldUnpack } from "./arrays/unpack.js";
import { EventIntake } from "./event-intake.js";
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
  /** For each queue: messages in hand at most, and events that are worked on at once. */
  readonly prefetch: number;
  /**
   * Publishes the events of an array that was delivered too often, each in a message of its own; resolves once
   * all are confirmed. Absent: such an array goes on as it is.
   */
  unpack?(messages: readonly Message<Kind>[]): Promise<void>;
}

export interface InHandObserver<Kind extends string> {
  /** @param change - of the number of events taken and not settled yet */
  inHand(eventType: Kind, change: number): void;
}

/** Consumes the queues of a service and gives each event to the settling handler. */
export class Pipeline<Kind extends string> implements Running {
  private readonly subscriptions: Subscription[] = [];
  private readonly intakes: EventIntake<Kind>[] = [];
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

  /** Events taken and not yet settled; an array that nobody has read yet counts as one. */
  get inHandCount(): number {
    return this.inHand;
  }

  /** Messages taken that wait unread, as enough events are worked on; each may hold many. */
  get unreadCount(): number {
    return this.intakes.reduce((sum, { unreadCount }) => sum + unreadCount, 0);
  }

  /** No new deliveries; what nobody works on is given back, and the rest is settled. */
  async stop(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.cancel()));
    for (const intake of this.intakes) intake.releaseWaiting();
    if (this.inHand === 0) return;
    await new Promise<void>((resolve) => {
      this.onIdle = resolve;
    });
  }

  private async consume(eventType: Kind, source: EventSource): Promise<void> {
    const { prefetch } = this.options;
    const intake = new EventIntake<Kind>({
      most: prefetch,
      open: (delivery) => this.open(eventType, source, delivery),
      settle: this.settle,
      count: (change) => this.count(eventType, change),
    });
    this.intakes.push(intake);
    const take = (delivery: Delivery) => intake.take(delivery);
    this.subscriptions.push(await this.consumer.consume(source.queue, { prefetch }, take));
  }

  private open(
    eventType: Kind,
    { exchange }: EventSource,
    delivery: Delivery,
  ): readonly Message<Kind>[] {
    const way = wayOf(delivery, exchange, this.options.returnExchange);
    const messageOf = (one: Delivery): Message<Kind> => ({
      eventType,
      delivery: one,
      way,
      trace: this.tracer.continue(one.headers[HEADERS.traceparent]),
    });
    const elements = readArray(delivery);
    if (elements === undefined) return [messageOf(delivery)];
    if (elements instanceof Error) return [{ ...messageOf(delivery), broken: elements }];
    const messages = elements.map((element) =>
      element.broken === undefined
        ? messageOf(element)
        : { ...messageOf(element), broken: element.broken },
    );
    const { options } = this;
    if (options.unpack === undefined || way === "foreign" || !shouldUnpack(delivery))
      return messages;
    return [{ ...messageOf(delivery), instead: async () => options.unpack?.(messages) }];
  }

  private count(eventType: Kind, change: number): void {
    this.inHand += change;
    this.observer.inHand(eventType, change);
    if (this.inHand === 0) this.onIdle?.();
  }
}
