import type { Delivery, OutgoingMessage, Subscription } from "./message-broker.js";

interface Waiting {
  readonly message: OutgoingMessage;
  readonly redelivered: boolean;
}

interface Consumer {
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
  readonly inHand: Map<number, OutgoingMessage>;
  isConsuming: boolean;
}

export interface DeadLettering {
  readonly afterMs: number;
  /** Receives messages that have waited for the time limit. */
  readonly handOver: (message: OutgoingMessage) => void;
}

/** One queue of the in-memory broker: at least once, in order except for what is delivered again. */
export class MemoryQueue {
  private waiting: Waiting[] = [];
  private readonly consumers: Consumer[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private nextTag = 0;
  private isDispatchPlanned = false;

  constructor(
    readonly name: string,
    private readonly deadLettering: DeadLettering | undefined,
  ) {}

  /** Ready for delivery; what a consumer has in hand is not counted. */
  get depth(): number {
    return this.waiting.length;
  }

  push(message: OutgoingMessage): void {
    const entry = { message, redelivered: false };
    this.waiting.push(entry);
    if (this.deadLettering) this.expireLater(entry, this.deadLettering);
    this.planDispatch();
  }

  subscribe(prefetch: number, onDelivery: (delivery: Delivery) => void): Subscription {
    const consumer: Consumer = { prefetch, onDelivery, inHand: new Map(), isConsuming: true };
    this.consumers.push(consumer);
    this.planDispatch();
    return {
      get isConsuming() {
        return consumer.isConsuming;
      },
      cancel: async () => {
        consumer.isConsuming = false;
      },
    };
  }

  /** What is in hand goes back, as when a connection closes. */
  close(): void {
    for (const consumer of this.consumers.splice(0)) {
      consumer.isConsuming = false;
      const back = [...consumer.inHand.values()].map((message) => ({ message, redelivered: true }));
      consumer.inHand.clear();
      this.waiting = [...back, ...this.waiting];
    }
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private expireLater(entry: Waiting, { afterMs, handOver }: DeadLettering): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const index = this.waiting.indexOf(entry);
      if (index === -1) return;
      this.waiting.splice(index, 1);
      handOver(entry.message);
    }, afterMs);
    this.timers.add(timer);
  }

  private planDispatch(): void {
    if (this.isDispatchPlanned) return;
    this.isDispatchPlanned = true;
    setImmediate(() => {
      this.isDispatchPlanned = false;
      this.dispatch();
    });
  }

  private dispatch(): void {
    let sent = 0;
    while (sent < this.waiting.length) {
      const consumer = this.leastBusy();
      if (!consumer) break;
      this.deliver(consumer, this.waiting[sent] as Waiting);
      sent += 1;
    }
    // Once for the round: shifting one by one is quadratic in a backlog.
    if (sent > 0) this.waiting.splice(0, sent);
  }

  private leastBusy(): Consumer | undefined {
    let best: Consumer | undefined;
    for (const consumer of this.consumers) {
      if (!consumer.isConsuming || consumer.inHand.size >= consumer.prefetch) continue;
      if (!best || consumer.inHand.size < best.inHand.size) best = consumer;
    }
    return best;
  }

  private deliver(consumer: Consumer, { message, redelivered }: Waiting): void {
    const tag = this.nextTag;
    this.nextTag += 1;
    consumer.inHand.set(tag, message);
    const take = () => consumer.inHand.delete(tag);
    const delivery: Delivery = {
      ...message,
      queue: this.name,
      redelivered,
      receivedAtMs: performance.now(),
      ack: () => {
        if (take()) this.planDispatch();
      },
      release: () => {
        if (!take()) return;
        this.waiting.unshift({ message, redelivered: true });
        this.planDispatch();
      },
    };
    // Not from within the round, as settling changes what the round walks over.
    queueMicrotask(() => consumer.onDelivery(delivery));
  }
}
