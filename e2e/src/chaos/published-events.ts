import { setTimeout as sleep } from "node:timers/promises";
import { publishRaw, type RawMessage } from "@boomgate/testing";
import type { EventSender } from "./event-sender.js";
import { namedRead, nameOfBody } from "./named-read.js";
import type { TrafficEvent } from "./traffic.js";

const TICK_MS = 20;
const SEND_AGAIN_MS = 100;
/** Raw messages published at the same time, each over its own connection. */
const RAW_AT_ONCE = 8;

/** A message given as bytes, and what has to become of it. */
export interface RawMessageCase {
  readonly message: RawMessage;
  /** Undefined where the message is no event. */
  readonly event?: TrafficEvent | undefined;
  /** How many messages it has to leave in the parking lot. */
  readonly parked: number;
}

/** Sends at a rate, and keeps every event that the broker confirmed. */
export class PublishedEvents {
  readonly confirmed: TrafficEvent[] = [];
  /** Messages that have to be in the parking lot, by name. */
  readonly mustBeParked = new Map<string, number>();
  /** Events sent without a confirm; each was sent again. */
  unconfirmed = 0;

  constructor(
    private readonly sender: EventSender,
    private readonly amqpUrl: string,
  ) {}

  /** Resolves when every event is confirmed. */
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

  /** A message that the broker does not confirm is ignored. @returns how many it confirmed */
  async publishRaw(cases: readonly RawMessageCase[]): Promise<number> {
    const left = [...cases];
    let confirmed = 0;
    const sendNext = async () => {
      for (let one = left.shift(); one; one = left.shift()) {
        if ((await publishRaw(this.amqpUrl, one.message)) !== "confirmed") continue;
        confirmed += 1;
        this.add(one);
      }
    };
    await Promise.all(Array.from({ length: RAW_AT_ONCE }, sendNext));
    return confirmed;
  }

  close(): Promise<void> {
    return this.sender.close();
  }

  private add({ message, event, parked }: RawMessageCase): void {
    if (event) this.confirmed.push(event);
    if (parked === 0) return;
    const name = event ? namedRead(event).id : nameOfBody(Buffer.from(message.body as string));
    this.mustBeParked.set(name, (this.mustBeParked.get(name) ?? 0) + parked);
  }

  private async publishOne(event: TrafficEvent): Promise<void> {
    for (;;) {
      try {
        await this.sender.send(event);
        this.confirmed.push(event);
        return;
      } catch {
        this.unconfirmed += 1;
        await sleep(SEND_AGAIN_MS);
      }
    }
  }
}
