import { setTimeout as sleep } from "node:timers/promises";
import { parkedQueueOf, type QueueNames } from "@boomgate/contracts";
import type { MessageBroker } from "@boomgate/platform/messaging";
import { type ParkedMessage, readParked } from "./parked-message.js";

const QUIET_MS = 500;
const LOOK_EVERY_MS = 20;

/** More than that the broker does not hand out at once. */
const MOST_HELD = 65_000;

export interface Held {
  /** Looked at, in the order of the queue; none is acked. Closing the broker gives them all back. */
  readonly held: number;
  /** In the queue when it was asked, whether held or not. */
  readonly total: number;
}

/**
 * Takes messages in hand without consuming them.
 * @param take - called for each; what it does not keep takes no memory
 * @param onLater - messages that come while the first are held
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
  const state = { held: 0, lastMs: performance.now() };
  if (wanted === 0) return { held: 0, total };
  // Room for some that come later; the broker would hold them back otherwise.
  await broker.consume(queue, { prefetch: Math.min(wanted + 100, 65_535) }, (delivery) => {
    state.lastMs = performance.now();
    const message = readParked(delivery, names);
    if (state.held >= wanted) return onLater(message);
    state.held += 1;
    return take(message);
  });
  // Somebody else may hold some of them: what does not come for a while does not come.
  const isQuiet = () => performance.now() - state.lastMs >= QUIET_MS;
  while (state.held < wanted && !isQuiet()) await sleep(LOOK_EVERY_MS);
  return { held: state.held, total };
}
