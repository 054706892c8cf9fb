import type { Delivery, MessageBroker, OutgoingMessage } from "@boomgate/platform/messaging";
import type { Coverage } from "./coverage.js";
import type { Caller, Scheduler } from "./scheduler.js";

interface Waiting {
  readonly message: OutgoingMessage;
  /** How often it was delivered and not acked. */
  readonly deliveries: number;
}

/** As quorum queues count deliveries. */
const COUNT = "x-delivery-count";

interface Consumer {
  readonly queue: string;
  readonly prefetch: number;
  readonly client: Client;
  readonly onDelivery: (delivery: Delivery) => void;
  inHand: number;
}

interface Client {
  readonly caller: Caller;
  /** Grows when the channel is lost; settling a delivery of an older one does nothing. */
  epoch: number;
  readonly unacked: Set<Waiting & { readonly queue: string; readonly consumer: Consumer }>;
}

/** One broker for all replicas. It delivers in any order, and again whatever was not acked. */
export class SimBroker {
  private readonly queues = new Map<string, Waiting[]>();
  private consumers: Consumer[] = [];
  private readonly clients = new Map<Caller, Client>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly coverage: Coverage,
    /** The exchange to which a delay queue returns its messages. */
    private readonly returnExchange: string,
    /** The queue of a message. */
    private readonly route: (message: OutgoingMessage) => string | undefined,
    private readonly onPublished: (message: OutgoingMessage) => void,
  ) {}

  push(message: OutgoingMessage): void {
    const queue = this.route(message);
    if (queue !== undefined) this.queue(queue).push({ message, deliveries: 0 });
    this.onPublished(message);
  }

  messagesIn(queue: string): readonly OutgoingMessage[] {
    return this.queue(queue).map(({ message }) => message);
  }

  /** Moves one message of a delay queue back to the queue its key names. */
  expire(delayQueue: string, index: number): void {
    const [expired] = this.queue(delayQueue).splice(index, 1);
    if (!expired) return;
    this.coverage.retriedMessages += 1;
    this.push({ ...expired.message, exchange: this.returnExchange });
  }

  /** Consumers that could take a message now. */
  get readyConsumers(): readonly Consumer[] {
    return this.consumers.filter(
      ({ queue, prefetch, inHand }) => inHand < prefetch && this.queue(queue).length > 0,
    );
  }

  deliver(consumer: Consumer, pickIndex: (count: number) => number): void {
    const queue = this.queue(consumer.queue);
    const [waiting] = queue.splice(pickIndex(queue.length), 1);
    if (!waiting) return;
    const { client } = consumer;
    const inHand = { ...waiting, queue: consumer.queue, consumer };
    client.unacked.add(inHand);
    consumer.inHand += 1;
    this.coverage.deliveries += 1;
    if (waiting.deliveries > 0) this.coverage.redeliveries += 1;
    const { epoch } = client;
    // An ack takes a step, too, and may be lost with the channel.
    const settle = (then: () => void) =>
      this.scheduler.add(() => {
        if (client.epoch !== epoch || !client.unacked.delete(inHand)) return;
        consumer.inHand -= 1;
        then();
      });
    const { message, deliveries } = waiting;
    const again = { message, deliveries: deliveries + 1 };
    consumer.onDelivery({
      ...message,
      headers: deliveries === 0 ? message.headers : { ...message.headers, [COUNT]: deliveries },
      queue: consumer.queue,
      redelivered: deliveries > 0,
      receivedAtMs: performance.now(),
      ack: () => settle(() => undefined),
      release: () => settle(() => queue.push(again)),
    });
  }

  /** Closes the channels of one process: its unacked messages are delivered again, also to itself. */
  loseChannel(caller: Caller): void {
    const client = this.clients.get(caller);
    if (!client) return;
    client.epoch += 1;
    for (const { message, deliveries, queue, consumer } of client.unacked) {
      consumer.inHand -= 1;
      this.queue(queue).push({ message, deliveries: deliveries + 1 });
    }
    client.unacked.clear();
  }

  forget(caller: Caller): void {
    this.loseChannel(caller);
    this.consumers = this.consumers.filter(({ client }) => client.caller !== caller);
    this.clients.delete(caller);
  }

  clientOf(caller: Caller): MessageBroker {
    const client: Client = { caller, epoch: 0, unacked: new Set() };
    this.clients.set(caller, client);
    return {
      state: { connected: true, blocked: false },
      publish: (message) => this.scheduler.effect(caller, () => this.push(message)),
      consume: async (queue, { prefetch }, onDelivery) => {
        this.consumers.push({ queue, prefetch, client, onDelivery, inHand: 0 });
        return { isConsuming: true, cancel: async () => undefined };
      },
      depth: async (queue) => this.queue(queue).length,
      close: async () => undefined,
    };
  }

  private queue(name: string): Waiting[] {
    let queue = this.queues.get(name);
    if (!queue) this.queues.set(name, (queue = []));
    return queue;
  }
}
