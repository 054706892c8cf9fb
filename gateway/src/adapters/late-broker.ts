import type {
  BrokerState,
  MessageBroker,
  MessagePublisher,
  OutgoingMessage,
} from "@boomgate/platform/messaging";

/** What of a broker the gateway uses. */
export interface EventBroker extends MessagePublisher {
  readonly state: BrokerState;
  /** @throws {QueueMissingError}, or any error while the broker is away */
  depth(queue: string): Promise<number>;
}

const AWAY: BrokerState = { connected: false, blocked: false };

/** A broker that is not open yet counts as one that is away: the gateway answers from its first moment. */
export class LateBroker implements EventBroker {
  private broker: MessageBroker | undefined;

  opened(broker: MessageBroker): void {
    this.broker = broker;
  }

  get state(): BrokerState {
    return this.broker?.state ?? AWAY;
  }

  async publish(message: OutgoingMessage): Promise<void> {
    await this.open().publish(message);
  }

  async depth(queue: string): Promise<number> {
    return this.open().depth(queue);
  }

  private open(): MessageBroker {
    if (this.broker === undefined) throw new Error("the broker has not been reached yet");
    return this.broker;
  }
}
