import {
  parkedExchangeOf,
  type QueueNames,
  RETRY_DELAYS_MS,
  retryQueueOf,
  unacceptedExchangeOf,
  unacceptedStreamOf,
} from "@boomgate/contracts";
import type { Destination } from "@boomgate/platform/telemetry";

/** Where a backend publishes: to the parking lot, to the stream of unaccepted events, and to the retry queues. */
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
