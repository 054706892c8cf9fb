import {
  parkedExchangeOf,
  type QueueNames,
  RETRY_DELAYS_MS,
  retryQueueOf,
  unacceptedExchangeOf,
  unacceptedStreamOf,
} from "@boomgate/contracts";
import type { Destination } from "@boomgate/platform/telemetry";

/** Where a backend publishes: the parking lot, what a rebuild has to know of it, and the retry queues with the way back. */
export const destinationsOf = (names: QueueNames): readonly Destination[] => [
  ...[parkedExchangeOf, unacceptedExchangeOf, unacceptedStreamOf].map((exchangeOf) => ({
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
