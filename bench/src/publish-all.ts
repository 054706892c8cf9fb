import { encodeEvent, type EntryEvent, type ExitEvent, HEADERS } from "@boomgate/contracts";
import type { MessageBroker } from "@boomgate/platform/messaging";

/** Plates enough that each car comes once. */
const plateOf = (index: number) => `B${index.toString(36).toUpperCase()}`;
const HOUR_MS = 3_600_000;

export const entriesOf = (count: number, nowMs: number): readonly EntryEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: "entry",
    id: `e${index}`,
    plate: plateOf(index),
    lotId: "main",
    enteredAt: new Date(nowMs - 2 * HOUR_MS + index),
  }));

/** @param matching - how many of a hundred belong to an entry */
export const exitsOf = (count: number, nowMs: number, matching: number): readonly ExitEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: "exit",
    id: `x${index}`,
    plate: index % 100 < matching ? plateOf(index) : `U${plateOf(index)}`,
    lotId: "main",
    exitedAt: new Date(nowMs - HOUR_MS + index),
  }));

/** Resolves when the broker has all of them. */
export async function publishAll(
  broker: MessageBroker,
  queue: string,
  events: readonly (EntryEvent | ExitEvent)[],
): Promise<void> {
  await Promise.all(
    events.map((event) =>
      broker.publish({
        exchange: "",
        routingKey: queue,
        body: encodeEvent(event),
        messageId: event.id,
        headers: { [HEADERS.publishedAt]: Date.now() },
      }),
    ),
  );
}
