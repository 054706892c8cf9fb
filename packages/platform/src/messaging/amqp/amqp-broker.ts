import type { ChannelModel } from "amqplib";
import type {
  BrokerState,
  ConsumeOptions,
  Delivery,
  MessageBroker,
  MessagingObserver,
  OutgoingMessage,
  Subscription,
} from "../message-broker.js";
import { QueueMissingError } from "../errors.js";
import type { Topology } from "../topology.js";
import { AmqpSubscription } from "./amqp-subscription.js";
import type { BrokerLog } from "./broker-log.js";
import { checkFrameMax } from "./check-frame-max.js";
import { ConfirmedPublisher } from "./confirmed-publisher.js";
import { ConnectionLoop } from "./connection-loop.js";
import { declareTopology } from "./declare-topology.js";

export interface AmqpBrokerOptions {
  readonly url: string;
  /** Declared at each connect. */
  readonly topology: Topology;
  readonly clientName: string;
  readonly log: BrokerLog;
  readonly observer?: MessagingObserver;
  /** Messages whose confirm is awaited at the same time, at most. */
  readonly publishWindow?: number;
  /** Ends the waiting for the first connection. */
  readonly signal?: AbortSignal;
}

const DEFAULT_PUBLISH_WINDOW = 500;
const LAST_CONFIRMS_MS = 5_000;
const NOT_FOUND = 404;

/**
 * RabbitMQ, over one connection that publishes and one that consumes: a broker that blocks publishers
 * still delivers. Waits for the first connection as long as it takes, and reconnects later.
 */
export async function openAmqpBroker(options: AmqpBrokerOptions): Promise<MessageBroker> {
  const broker = new AmqpBroker(options);
  try {
    await broker.open(options.signal);
  } catch (error) {
    await broker.close();
    throw error;
  }
  return broker;
}

class AmqpBroker implements MessageBroker {
  private readonly publisher: ConfirmedPublisher;
  private readonly publishing: ConnectionLoop;
  private readonly consuming: ConnectionLoop;
  private readonly subscriptions = new Set<AmqpSubscription>();
  private isBlocked = false;

  constructor(private readonly options: AmqpBrokerOptions) {
    const { url, clientName, log, observer } = options;
    this.publisher = new ConfirmedPublisher(
      options.publishWindow ?? DEFAULT_PUBLISH_WINDOW,
      observer,
    );
    this.publishing = new ConnectionLoop({
      url,
      name: `${clientName} publisher`,
      log,
      onOpen: async (connection) => {
        checkFrameMax(connection);
        await this.declare(connection);
        await this.publisher.openOn(connection);
        observer?.connected(true);
      },
      onLost: () => {
        this.publisher.lost();
        observer?.connected(false);
      },
      onBlocked: (isBlocked) => {
        this.isBlocked = isBlocked;
        this.publisher.blocked(isBlocked);
        observer?.blocked(isBlocked);
      },
    });
    this.consuming = new ConnectionLoop({
      url,
      name: `${clientName} consumer`,
      log,
      onOpen: async (connection) => {
        await this.declare(connection);
        for (const subscription of this.subscriptions) await subscription.openOn(connection);
      },
      onLost: () => {
        for (const subscription of this.subscriptions) subscription.ended();
      },
    });
  }

  open(signal: AbortSignal | undefined): Promise<void> {
    return this.publishing.opened(signal);
  }

  get state(): BrokerState {
    const isConsumingConnected =
      this.subscriptions.size === 0 || this.consuming.current !== undefined;
    return {
      connected: this.publishing.current !== undefined && isConsumingConnected,
      blocked: this.isBlocked,
    };
  }

  publish(message: OutgoingMessage): Promise<void> {
    return this.publisher.publish(message);
  }

  async consume(
    queue: string,
    { prefetch }: ConsumeOptions,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription> {
    const subscription = new AmqpSubscription({
      queue,
      prefetch,
      onDelivery,
      observer: this.options.observer,
      log: this.options.log,
      connection: () => this.consuming.current,
      declare: (connection) => this.declare(connection),
    });
    await this.consuming.opened();
    this.subscriptions.add(subscription);
    // Between two connections it is the next one that opens it.
    const connection = this.consuming.current;
    if (connection !== undefined) {
      await subscription.openOn(connection).catch((error: unknown) => {
        this.options.log.warn({ queue, err: error }, "the queue cannot be consumed, trying again");
        void subscription.keepOpening();
      });
    }
    return subscription;
  }

  async depth(queue: string): Promise<number> {
    const connection = this.publishing.current;
    if (connection === undefined) throw new Error("the broker is away");
    const channel = await connection.createChannel();
    channel.on("error", () => undefined); // the call rejects as well
    const { messageCount } = await channel.checkQueue(queue).catch((cause: unknown) => {
      const isMissing = (cause as { code?: unknown }).code === NOT_FOUND;
      throw isMissing ? new QueueMissingError(queue, { cause }) : cause;
    });
    await channel.close();
    return messageCount;
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    await this.consuming.close();
    this.publisher.end();
    await within(this.publisher.idle(), LAST_CONFIRMS_MS);
    await this.publishing.close();
  }

  private declare(connection: ChannelModel): Promise<void> {
    return declareTopology(connection, this.options.topology, this.options.log);
  }
}

async function within(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
