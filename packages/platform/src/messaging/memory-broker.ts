import { QueueMissingError, UnroutableError } from "./errors.js";
import { MemoryQueue } from "./memory-queue.js";
import type {
  ConsumeOptions,
  Delivery,
  MessageBroker,
  MessagingObserver,
  OutgoingMessage,
  Subscription,
} from "./message-broker.js";
import type { QueueDefinition, Topology } from "./topology.js";

export interface MemoryBrokerOptions {
  readonly topology: Topology;
  readonly observer?: MessagingObserver;
}

/**
 * A broker inside this process, for the embedded mode: exchanges, prefetch, redelivery and TTL queues
 * as in AMQP. What it holds ends with the process.
 */
export function createMemoryBroker(options: MemoryBrokerOptions): MessageBroker {
  return new MemoryBroker(options);
}

class MemoryBroker implements MessageBroker {
  private readonly queues = new Map<string, MemoryQueue>();
  private isOpen = true;

  constructor(private readonly options: MemoryBrokerOptions) {
    for (const definition of options.topology.queues) {
      this.queues.set(definition.name, this.createQueue(definition));
    }
    options.observer?.connected(true);
  }

  get state() {
    return { connected: this.isOpen, blocked: false };
  }

  async publish(message: OutgoingMessage): Promise<void> {
    const { exchange, routingKey } = message;
    const startedMs = performance.now();
    this.options.observer?.published(exchange, routingKey);
    const targets = this.targetsOf(exchange, routingKey);
    if (targets.length === 0) {
      this.options.observer?.returned(exchange, routingKey);
      throw new UnroutableError(exchange, routingKey);
    }
    for (const queue of targets) queue.push(message);
    const seconds = (performance.now() - startedMs) / 1_000;
    this.options.observer?.confirmed(exchange, routingKey, seconds, message);
  }

  async consume(
    queue: string,
    { prefetch }: ConsumeOptions,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription> {
    const subscription = this.queue(queue).subscribe(prefetch, onDelivery);
    this.options.observer?.consuming(queue, true);
    return {
      get isConsuming() {
        return subscription.isConsuming;
      },
      cancel: async () => {
        await subscription.cancel();
        this.options.observer?.consuming(queue, false);
      },
    };
  }

  async depth(queue: string): Promise<number> {
    return this.queue(queue).depth;
  }

  async close(): Promise<void> {
    this.isOpen = false;
    for (const queue of this.queues.values()) queue.close();
    this.options.observer?.connected(false);
  }

  private queue(name: string): MemoryQueue {
    const queue = this.queues.get(name);
    if (!queue) throw new QueueMissingError(name);
    return queue;
  }

  private createQueue({ name, arguments: given }: QueueDefinition): MemoryQueue {
    const afterMs = given["x-message-ttl"];
    const exchange = given["x-dead-letter-exchange"];
    if (typeof afterMs !== "number" || typeof exchange !== "string") {
      return new MemoryQueue(name, undefined);
    }
    const handOver = (message: OutgoingMessage) => {
      const returned = { ...message, exchange };
      for (const queue of this.targetsOf(exchange, message.routingKey)) queue.push(returned);
    };
    return new MemoryQueue(name, { afterMs, handOver });
  }

  private targetsOf(exchange: string, routingKey: string): readonly MemoryQueue[] {
    if (exchange === "") {
      const queue = this.queues.get(routingKey);
      return queue ? [queue] : [];
    }
    const { exchanges, bindings } = this.options.topology;
    const type = exchanges.find(({ name }) => name === exchange)?.type;
    const names = bindings
      .filter((binding) => binding.exchange === exchange)
      .filter(({ key }) => type === "fanout" || matches(type, key, routingKey))
      .map(({ queue }) => queue);
    return [...new Set(names)].map((name) => this.queue(name));
  }
}

/** In keys of topic bindings "*" is one word, "#" any number of words. */
function matches(type: string | undefined, pattern: string, key: string): boolean {
  if (type !== "topic" || !/[*#]/.test(pattern)) return pattern === key;
  const words = pattern.split(".").map((word) => {
    if (word === "*") return "[^.]+";
    return word === "#" ? ".*" : word.replaceAll(/[^\w]/g, "\\$&");
  });
  return new RegExp(`^${words.join("\\.")}$`).test(key);
}
