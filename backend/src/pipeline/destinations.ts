import {
  parkedExchangeOf,
  type QueueNames,
  RETRY_DELAYS_MS,
  retryQueueOf,
  unacceptedExchangeOf,
} from "@boomgate/contracts";
import type { Destination } from "@boomgate/platform/telemetry";

/** Where a backend publishes: the parking lot, and the retry queues with the way back. */
export const destinationsOf = (names: QueueNames): readonly Destination[] => [
  ...[parkedExchangeOf, unacceptedExchangeOf].map((exchangeOf) => ({
    exchange: exchangeOf(names),
    routingKey: "",
  })),
  ...RETRY_DELAYS_MS.flatMap((delayMs) =>
    [names.entryQueue, names.exitQueue].map((routingKey) => ({
      exchange: retryQueueOf(names, delayMs),
      routingKey,
    })),
  ),
];
