/** What travels beside the body. A consumer copes when all of it is missing. */
export interface MessageProperties {
  readonly messageId?: string | undefined;
  /** Ms since 1970; whole seconds on the wire, as AMQP has no more. */
  readonly timestampMs?: number | undefined;
  readonly appId?: string | undefined;
  readonly contentType?: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface OutgoingMessage extends MessageProperties {
  /** "" is the default exchange: the routing key is then the name of the queue. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  /** Events in the body, for the metrics; 1 when left out. It does not travel. */
  readonly eventCount?: number | undefined;
}

/** What an observer gets to know of a message. */
export type ObservedMessage = Pick<OutgoingMessage, "headers" | "eventCount">;

/** One message in hand. It stays with this consumer until it is acked or released. */
export interface Delivery extends MessageProperties {
  readonly queue: string;
  /** Through which the broker got it; "" when it was published straight to a queue. */
  readonly exchange: string;
  readonly routingKey: string;
  /** Properties that no code here uses, as the sender set them: `type`, `replyTo`, `expiration`, ... */
  readonly otherProperties?: Readonly<Record<string, unknown>> | undefined;
  readonly body: Buffer;
  /** True when the broker delivered it before: its effects may already exist. */
  readonly redelivered: boolean;
  /** Monotonic ms (`performance.now()`) of its arrival in this process. */
  readonly receivedAtMs: number;
  /** Done with; acks of one tick are sent together. Harmless when the channel is gone by now. */
  ack(): void;
  /** Back to the queue at once, for another consumer. For a stopping process, never as a retry. */
  release(): void;
}

export interface MessagePublisher {
  /**
   * Resolves once the broker has confirmed the message and routed it to a queue. Waits while the
   * window of unconfirmed messages is full, the broker blocks, or the connection is being rebuilt.
   * @throws {UnroutableError} when no queue is bound for it
   * @throws {PublishNotConfirmedError} when the broker refused it or the connection was lost before
   *   its confirm: it may or may not have arrived
   * @throws {PublishRefusedError} when this user may not publish it: trying again changes nothing
   * @throws {PublisherFullError} when too many wait already: it was not sent
   */
  publish(message: OutgoingMessage): Promise<void>;
}

export interface ConsumeOptions {
  /** Messages in hand at most. */
  readonly prefetch: number;
}

export interface Subscription {
  /** False while the broker is away or has cancelled us; the adapter is then trying to resume. */
  readonly isConsuming: boolean;
  /** No delivery begins after it resolves; those in hand can still be settled. */
  cancel(): Promise<void>;
}

/** Delivers at least once, in the order of the queue except for what is delivered again. */
export interface MessageConsumer {
  /** `onDelivery` must not throw; it settles the delivery whenever its work is done. */
  consume(
    queue: string,
    options: ConsumeOptions,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription>;
}

export interface BrokerState {
  readonly connected: boolean;
  /** True while the broker refuses publishes for want of memory or disk. */
  readonly blocked: boolean;
}

export interface MessageBroker extends MessagePublisher, MessageConsumer {
  readonly state: BrokerState;
  /**
   * Messages ready for delivery, those in hand of a consumer not counted.
   * @throws {QueueMissingError}
   */
  depth(queue: string): Promise<number>;
  /** Waits for confirms under way, then closes. What is unacked goes back to its queue. */
  close(): Promise<void>;
}

export const MessageBroker = Symbol("MessageBroker");

/** What an adapter reports while it works; each call is one event. Feeds metrics and logs. */
export interface MessagingObserver {
  published(exchange: string, routingKey: string): void;
  confirmed(exchange: string, routingKey: string, seconds: number, message: ObservedMessage): void;
  returned(exchange: string, routingKey: string): void;
  refused(exchange: string, routingKey: string, message: ObservedMessage): void;
  blocked(isBlocked: boolean): void;
  connected(isConnected: boolean): void;
  consuming(queue: string, isConsuming: boolean): void;
}
