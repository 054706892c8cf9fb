import {
  outcomesExchangeOf,
  type QueueNames,
  RETRY_DELAYS_MS,
  retryQueueOf,
} from "@boomgate/contracts";

interface EmptinessParts {
  readonly names: QueueNames;
  /** Messages ready for delivery. */
  readonly depth: (queue: string) => Promise<number>;
  /** Events that all backends have in hand; `undefined` when they cannot be asked. */
  readonly inHand: (() => Promise<number>) | undefined;
}

/**
 * Whether no event is on its way: asked in the order in which events move, so that none passes unseen.
 * @returns false also when something cannot be asked
 */
export async function isPipelineEmpty({ names, depth, inHand }: EmptinessParts): Promise<boolean> {
  if (inHand === undefined) return false;
  const retries = RETRY_DELAYS_MS.map((delayMs) => retryQueueOf(names, delayMs));
  const events = [names.entryQueue, names.exitQueue, ...retries];
  const isEmpty = async (queues: readonly string[]) =>
    (await Promise.all(queues.map(depth))).every((messages) => messages === 0);
  try {
    return (
      (await isEmpty(events)) &&
      (await inHand()) === 0 &&
      // What a backend put into a retry queue meanwhile is there for a second.
      (await isEmpty(events)) &&
      (await isEmpty([outcomesExchangeOf(names)]))
    );
  } catch {
    return false;
  }
}
