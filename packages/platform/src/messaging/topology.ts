export interface ExchangeDefinition {
  readonly name: string;
  readonly type: "topic" | "fanout" | "direct";
}

export interface QueueDefinition {
  readonly name: string;
  /** As in AMQP: "x-queue-type", "x-message-ttl", "x-dead-letter-exchange", ... */
  readonly arguments: Readonly<Record<string, string | number>>;
}

export interface BindingDefinition {
  readonly exchange: string;
  readonly key: string;
  readonly queue: string;
}

/** A log beside the queues: reading takes nothing out of it. Brokers without streams do without it. */
export interface StreamDefinition extends QueueDefinition {
  readonly bindings: readonly Omit<BindingDefinition, "queue">[];
}

/** What must exist on the broker, all of it durable. */
export interface Topology {
  readonly exchanges: readonly ExchangeDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly bindings: readonly BindingDefinition[];
  readonly streams?: readonly StreamDefinition[];
}
