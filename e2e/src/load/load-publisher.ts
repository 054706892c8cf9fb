import { setTimeout as sleep } from "node:timers/promises";
import { encodeEvent, type EventExchanges, HEADERS, pipelineTopology } from "@boomgate/contracts";
import { PackingPublisher } from "@boomgate/pipeline/packing";
import {
  brokerRefusalOf,
  type MessageBroker,
  type MessagePublisher,
  openAmqpBroker,
} from "@boomgate/platform/messaging";
import type { Environment } from "../environment.js";
import { loadEvent } from "./load-events.js";
import type { LoadOptions } from "./options.js";
import { dueAt, type LoadStage, secondsOf } from "./stages.js";

/** Confirms awaited at the same time; more do not raise the rate. */
const WINDOW = 1_000;
/** Limit of published, unconfirmed events; above it the load falls behind its plan. */
const MOST_UNCONFIRMED = 2_000;
const TICK_MS = 5;
const AGAIN_AFTER_MS = 100;

interface PublishCounts {
  published: number;
  confirmed: number;
  /** Nacked, or lost with their connection; each was published again. */
  nacked: number;
  /** Times the broker blocked its publishers. */
  blocked: number;
}

/** Publishes at the rates of the stages, and repeats each event until it is confirmed. */
export class LoadPublisher {
  readonly counts: PublishCounts = { published: 0, confirmed: 0, nacked: 0, blocked: 0 };

  private isClosed = false;
  /** The broker's message when it refuses to take events. */
  private refusal: string | undefined;
  private readonly publisher: MessagePublisher;
  /** That the broker confirmed; each may hold many events. */
  private messages = 0;

  private constructor(
    private readonly broker: MessageBroker,
    private readonly exchanges: EventExchanges,
    private readonly queues: readonly string[],
    isPacked: boolean,
  ) {
    this.publisher = isPacked ? new PackingPublisher(broker) : broker;
  }

  static async open(
    environment: Environment,
    { queueType, pack }: Pick<LoadOptions, "queueType" | "pack">,
  ): Promise<LoadPublisher> {
    let self: LoadPublisher | undefined;
    const nothing = () => undefined;
    const broker = await openAmqpBroker({
      url: environment.amqpUrl,
      topology: pipelineTopology(environment.names, queueType),
      clientName: "load",
      log: { warn: nothing, info: nothing },
      publishWindow: WINDOW,
      observer: {
        ...{ published: nothing, returned: nothing, refused: nothing },
        ...{ connected: nothing, consuming: nothing },
        confirmed: () => {
          if (self) self.messages += 1;
        },
        blocked: (isBlocked) => {
          if (self && isBlocked) self.counts.blocked += 1;
        },
      },
    });
    const queues = [environment.names.entryQueue, environment.names.exitQueue];
    self = new LoadPublisher(broker, environment.exchanges, queues, pack);
    return self;
  }

  /**
   * Resolves when all events are confirmed, or when the signal aborts.
   * @throws {Error} when the broker refuses to take events
   */
  async publish(stages: readonly LoadStage[], signal: AbortSignal): Promise<void> {
    const startedMs = performance.now();
    const { counts } = this;
    const lastSecond = secondsOf(stages);
    for (let second = 0; second < lastSecond && !signal.aborted && !this.refusal;) {
      second = Math.min((performance.now() - startedMs) / 1_000, lastSecond);
      const due = dueAt(stages, second);
      const most = counts.confirmed + MOST_UNCONFIRMED;
      while (counts.published < Math.min(due, most)) {
        void this.publishOne(counts.published);
        counts.published += 1;
      }
      await sleep(TICK_MS);
    }
    while (counts.confirmed < counts.published && !signal.aborted && !this.refusal) {
      await sleep(TICK_MS);
    }
    if (this.refusal) throw new Error(`the broker takes no event: ${this.refusal}`);
  }

  /** Events ready in both queues, about: the broker counts messages, which hold as many as those before on average. */
  async backlog(): Promise<number> {
    const depths = await Promise.all(this.queues.map((queue) => this.broker.depth(queue)));
    const messages = depths.reduce((sum, depth) => sum + depth, 0);
    const eventsInOne = this.messages === 0 ? 1 : this.counts.confirmed / this.messages;
    return Math.round(messages * eventsInOne);
  }

  /** Events without a confirm are not repeated any more. */
  close(): Promise<void> {
    this.isClosed = true;
    return this.broker.close();
  }

  private async publishOne(index: number): Promise<void> {
    const event = loadEvent(index, new Date());
    const body = encodeEvent(event);
    const exchange = this.exchanges[event.kind];
    const routingKey = "";
    for (;;) {
      const headers = { [HEADERS.publishedAt]: Date.now() };
      try {
        await this.publisher.publish({ exchange, routingKey, body, messageId: event.id, headers });
        this.counts.confirmed += 1;
        return;
      } catch (error) {
        this.refusal ??= brokerRefusalOf(error);
        if (this.isClosed || this.refusal) return;
        this.counts.nacked += 1;
        await sleep(AGAIN_AFTER_MS);
      }
    }
  }
}
