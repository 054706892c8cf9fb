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
import { within } from "../../lifecycle/index.js";
import { QueueMissingError } from "../errors.js";
import type { Topology } from "../topology.js";
import { AmqpSubscription } from "./amqp-subscription.js";
import type { BrokerLog } from "./broker-log.js";
import { checkFrameMax } from "./check-frame-max.js";
import { ConfirmedPublisher } from "./confirmed-publisher.js";
import { ConnectionLoop } from "./connection-loop.js";
import { declareTopology, type DroppingQueue } from "./declare-topology.js";

export interface AmqpBrokerOptions {
  readonly url: string;
  /** Declared at each connect. */
  readonly topology: Topology;
  readonly clientName: string;
  readonly log: BrokerLog;
  readonly observer?: MessagingObserver;
  /** Messages whose confirm is awaited at the same time, at most. */
  readonly publishWindow?: number;
  /** Messages that wait to be sent, at most; 10,000 when left out. */
  readonly mostWaiting?: number;
  /** The connection is given up when a confirm takes longer; 10 s when left out. */
  readonly confirmTimeoutMs?: number;
  /** For connecting, for declaring everything, for a depth; 15 s when left out. */
  readonly answerTimeoutMs?: number;
  /** A silent connection is given up after two to three of these; 5 s when left out. */
  readonly heartbeatSeconds?: number;
  /** Called with queues that can lose messages, before the broker is open and at each later connection. */
  readonly onDropping?: (queues: readonly DroppingQueue[]) => void;
  /** Ends the waiting for the first connection. */
  readonly signal?: AbortSignal;
}

const DEFAULT_PUBLISH_WINDOW = 500;
const DEFAULT_MOST_WAITING = 10_000;
const CONFIRM_TIMEOUT_MS = 10_000;
/** Declaring some ten quorum queues takes a busy broker seconds. */
const ANSWER_TIMEOUT_MS = 15_000;
const LAST_CONFIRMS_MS = 5_000;
/** Time for the acks that gathered, and for the channel that sends them. */
const LAST_ACKS_MS = 2_000;
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
  private readonly answerTimeoutMs: number;
  private isBlocked = false;

  constructor(private readonly options: AmqpBrokerOptions) {
    const { url, clientName, log, observer, heartbeatSeconds } = options;
    this.answerTimeoutMs = options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS;
    const limits = { answerTimeoutMs: this.answerTimeoutMs, heartbeatSeconds };
    this.publisher = new ConfirmedPublisher(
      {
        window: options.publishWindow ?? DEFAULT_PUBLISH_WINDOW,
        mostWaiting: options.mostWaiting ?? DEFAULT_MOST_WAITING,
        confirmTimeoutMs: options.confirmTimeoutMs ?? CONFIRM_TIMEOUT_MS,
      },
      observer,
    );
    this.publishing = new ConnectionLoop({
      url,
      name: `${clientName} publisher`,
      log,
      ...limits,
      onOpen: async (connection) => {
        checkFrameMax(connection);
        const dropping = await this.declare(connection);
        if (dropping.length > 0) options.onDropping?.(dropping);
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
      ...limits,
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
      declare: async (connection) => void (await this.declare(connection)),
      answerTimeoutMs: this.answerTimeoutMs,
    });
    await this.consuming.opened();
    this.subscriptions.add(subscription);
    // Between two connections, the next connection opens the subscription.
    const connection = this.consuming.current;
    if (connection !== undefined) {
      await subscription.openInTime(connection).catch((error: unknown) => {
        this.options.log.warn({ queue, err: error }, "the queue cannot be consumed, trying again");
        void subscription.keepOpening();
      });
    }
    return subscription;
  }

  async depth(queue: string): Promise<number> {
    const connection = this.publishing.current;
    if (connection === undefined) throw new Error("the broker is away");
    const asking = depthOn(connection, queue);
    return within(this.answerTimeoutMs, `asking for the depth of ${queue}`, asking);
  }

  async close(): Promise<void> {
    const acks = Promise.all([...this.subscriptions].map((each) => each.close()));
    await within(LAST_ACKS_MS, "sending the last acks", acks).catch(() => undefined); // frozen
    await this.consuming.close();
    this.publisher.end();
    const confirms = this.publisher.idle();
    await within(LAST_CONFIRMS_MS, "the last confirms", confirms).catch(() => undefined); // frozen
    await this.publishing.close();
  }

  private declare(connection: ChannelModel): Promise<readonly DroppingQueue[]> {
    return declareTopology(connection, this.options.topology, this.options.log);
  }
}

async function depthOn(connection: ChannelModel, queue: string): Promise<number> {
  const channel = await connection.createChannel();
  channel.on("error", () => undefined); // the call rejects as well
  const { messageCount } = await channel.checkQueue(queue).catch((cause: unknown) => {
    const isMissing = (cause as { code?: unknown }).code === NOT_FOUND;
    throw isMissing ? new QueueMissingError(queue, { cause }) : cause;
  });
  await channel.close();
  return messageCount;
}
