import { outcomesExchangeOf, type QueueNames } from "@boomgate/contracts";
import { openAmqpBroker, QueueMissingError } from "@boomgate/platform/messaging";
import type { Logger } from "@boomgate/platform/telemetry";

/**
 * Whether there is no queue of outcomes, before this process declares it. Waits for the broker.
 * @returns false also where this user may not ask
 */
export async function isQueueMissing(
  url: string,
  names: QueueNames,
  log: Logger,
  signal: AbortSignal,
): Promise<boolean> {
  const topology = { exchanges: [], queues: [], bindings: [] };
  const broker = await openAmqpBroker({ url, topology, clientName: "summary-api", log, signal });
  try {
    await broker.depth(outcomesExchangeOf(names)); // the queue has the name of its exchange
    return false;
  } catch (error) {
    return error instanceof QueueMissingError;
  } finally {
    await broker.close();
  }
}
