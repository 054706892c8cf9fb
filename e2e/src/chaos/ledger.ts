import { setTimeout as sleep } from "node:timers/promises";
import { encodeEvent, type EventExchanges, HEADERS, pipelineTopology } from "@boomgate/contracts";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import { publishRaw, type RawMessage } from "@boomgate/testing";
import type { Stage } from "../stage.js";
import { namedRead, nameOfBody } from "./named-read.js";
import type { TrafficEvent } from "./traffic.js";

const TICK_MS = 20;
/** Each has a connection of its own. */
const RAW_AT_ONCE = 8;

/** A message byte by byte, and what has to become of it. */
export interface RawSending {
  readonly message: RawMessage;
  /** Undefined where it is no event. */
  readonly event?: TrafficEvent | undefined;
  /** Messages that it makes in the parking lot. */
  readonly parked: number;
}

/** Publishes at a rate and knows of every event that the broker confirmed. */
export class Ledger {
  readonly confirmed: TrafficEvent[] = [];
  /** How many messages of each name have to be in the parking lot. */
  readonly mustBeParked = new Map<string, number>();
  /** Publishes whose confirm was lost; each was tried again. */
  unconfirmed = 0;

  private constructor(
    private readonly broker: MessageBroker,
    private readonly exchanges: EventExchanges,
    private readonly amqpUrl: string,
  ) {}

  static async open(stage: Stage, amqpUrl: string): Promise<Ledger> {
    const broker = await openAmqpBroker({
      url: amqpUrl,
      topology: pipelineTopology(stage.names, "quorum"),
      clientName: "ledger",
      mostWaiting: Number.POSITIVE_INFINITY, // all that is due while the broker is away
      log: { warn: () => undefined, info: () => undefined },
    });
    return new Ledger(broker, stage.exchanges, amqpUrl);
  }

  /** Resolves when each of them is confirmed. */
  async publish(events: readonly TrafficEvent[], perSecond: number): Promise<void> {
    const startedMs = performance.now();
    const publishing: Promise<void>[] = [];
    while (publishing.length < events.length) {
      const due = Math.floor(((performance.now() - startedMs) / 1_000) * perSecond);
      for (const event of events.slice(publishing.length, Math.min(due, events.length))) {
        publishing.push(this.publishOne(event));
      }
      await sleep(TICK_MS);
    }
    await Promise.all(publishing);
  }

  /** What the broker does not take counts as never sent. @returns how many it took */
  async publishRaw(sendings: readonly RawSending[]): Promise<number> {
    const left = [...sendings];
    let taken = 0;
    const sendThem = async () => {
      for (let sending = left.shift(); sending; sending = left.shift()) {
        if ((await publishRaw(this.amqpUrl, sending.message)) !== "confirmed") continue;
        taken += 1;
        this.enter(sending);
      }
    };
    await Promise.all(Array.from({ length: RAW_AT_ONCE }, sendThem));
    return taken;
  }

  close(): Promise<void> {
    return this.broker.close();
  }

  private enter({ message, event, parked }: RawSending): void {
    if (event) this.confirmed.push(event);
    if (parked === 0) return;
    const name = event ? namedRead(event).id : nameOfBody(Buffer.from(message.body as string));
    this.mustBeParked.set(name, (this.mustBeParked.get(name) ?? 0) + parked);
  }

  private async publishOne(event: TrafficEvent): Promise<void> {
    for (;;) {
      try {
        await this.broker.publish({
          exchange: this.exchanges[event.kind],
          routingKey: "",
          body: encodeEvent(event),
          messageId: event.id,
          headers: { [HEADERS.publishedAt]: Date.now() },
        });
        this.confirmed.push(event);
        return;
      } catch {
        this.unconfirmed += 1;
        await sleep(100);
      }
    }
  }
}
