import { encodeEvent, type EntryEvent, type ExitEvent, HEADERS } from "@boomgate/contracts";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import { instantMs } from "./latency/recorder.js";

/** One plate for each index, so that each car comes once. */
const plateOf = (index: number) => `B${index.toString(36).toUpperCase()}`;
const HOUR_MS = 3_600_000;

const indexes = (count: number, first: number) =>
  Array.from({ length: count }, (_, index) => first + index);

/** @param first - index of the first event, after those of earlier calls */
export const entriesOf = (count: number, nowMs: number, first = 0): readonly EntryEvent[] =>
  indexes(count, first).map((index) => ({
    kind: "entry",
    id: `e${index}`,
    plate: plateOf(index),
    lotId: "main",
    enteredAt: new Date(nowMs - 2 * HOUR_MS + index),
  }));

/** @param matching - percent of exits that have an entry */
export const exitsOf = (
  count: number,
  nowMs: number,
  matching: number,
  first = 0,
): readonly ExitEvent[] =>
  indexes(count, first).map((index) => ({
    kind: "exit",
    id: `x${index}`,
    plate: index % 100 < matching ? plateOf(index) : `U${plateOf(index)}`,
    lotId: "main",
    exitedAt: new Date(nowMs - HOUR_MS + index),
  }));

/** Resolves when the broker has confirmed the event. */
export const publish = (
  broker: MessagePublisher,
  queue: string,
  event: EntryEvent | ExitEvent,
): Promise<void> =>
  broker.publish({
    exchange: "",
    routingKey: queue,
    body: encodeEvent(event),
    messageId: event.id,
    contentType: "application/json",
    headers: { [HEADERS.publishedAt]: instantMs() },
  });

export type Events = readonly (EntryEvent | ExitEvent)[];

/** Publishes events to where a row consumes them. */
export interface EventPublisher {
  /** Resolves when all events are in the queue. */
  publishAll(queue: string, events: Events): Promise<void>;
  close(): Promise<void>;
}

export const brokerPublisher = (broker: MessagePublisher): EventPublisher => ({
  publishAll: async (queue, events) =>
    void (await Promise.all(events.map((event) => publish(broker, queue, event)))),
  close: async () => undefined, // the broker is closed by `withRow`
});
