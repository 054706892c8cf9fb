import { setTimeout as sleep } from "node:timers/promises";
import { parkedQueueOf, type QueueNames } from "@boomgate/contracts";
import type { MessageBroker } from "@boomgate/platform/messaging";
import { type ParkedMessage, readParked } from "./parked-message.js";

/** Longer than a busy broker takes between two deliveries. */
const QUIET_MS = 2_000;
const LOOK_EVERY_MS = 20;

/** The broker delivers no more unacked messages at once. */
const MOST_HELD = 65_000;

export interface Held {
  /** Number of messages held, in the order of the queue, none acked: closing the broker returns them. */
  readonly held: number;
  /** Number of messages in the queue before, whether held or not. */
  readonly total: number;
  /** Events in the messages held. */
  readonly events: number;
}

/**
 * Holds the messages of the parking lot without acking them.
 * @param take - called for each event; a message that it does not keep takes no memory
 * @param onLater - called for each event that is parked meanwhile
 */
export async function holdMessages(
  broker: MessageBroker,
  names: QueueNames,
  take: (message: ParkedMessage) => void,
  onLater: (message: ParkedMessage) => void = () => undefined,
): Promise<Held> {
  const queue = parkedQueueOf(names);
  const total = await broker.depth(queue);
  const wanted = Math.min(total, MOST_HELD);
  const state = { held: 0, events: 0, lastMs: performance.now() };
  if (wanted === 0) return { held: 0, total, events: 0 };
  // Room for messages that are parked later: the broker would not deliver them otherwise.
  await broker.consume(queue, { prefetch: Math.min(wanted + 100, 65_535) }, (delivery) => {
    state.lastMs = performance.now();
    const events = readParked(delivery, names);
    if (state.held >= wanted) return events.forEach(onLater);
    state.held += 1;
    state.events += events.length;
    return events.forEach(take);
  });
  // Another command may hold some of them: what does not come for a while does not come.
  const isQuiet = () => performance.now() - state.lastMs >= QUIET_MS;
  while (state.held < wanted && !isQuiet()) await sleep(LOOK_EVERY_MS);
  return { held: state.held, total, events: state.events };
}
