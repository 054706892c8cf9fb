import { setTimeout as sleep } from "node:timers/promises";
import { encodeEvent, type EventExchanges, HEADERS, pipelineTopology } from "@boomgate/contracts";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import type { Stage } from "../stage.js";
import type { TrafficEvent } from "./traffic.js";

const TICK_MS = 20;

/** Publishes at a rate and knows of every event that the broker confirmed. */
export class Ledger {
  readonly confirmed: TrafficEvent[] = [];
  /** Publishes whose confirm was lost; each was tried again. */
  unconfirmed = 0;

  private constructor(
    private readonly broker: MessageBroker,
    private readonly exchanges: EventExchanges,
  ) {}

  static async open(stage: Stage, amqpUrl: string): Promise<Ledger> {
    const broker = await openAmqpBroker({
      url: amqpUrl,
      topology: pipelineTopology(stage.names, "quorum"),
      clientName: "ledger",
      mostWaiting: Number.POSITIVE_INFINITY, // all that is due while the broker is away
      log: { warn: () => undefined, info: () => undefined },
    });
    return new Ledger(broker, stage.exchanges);
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

  close(): Promise<void> {
    return this.broker.close();
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
