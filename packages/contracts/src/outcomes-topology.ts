import {
  outcomesExchangeOf,
  parkedExchangeOf,
  type QueueNames,
  type QueueType,
  returnExchangeOf,
} from "./queues.js";

/** What the ledger declares. A backend that ends gives back all it had in hand, so no delivery limit. */
export function outcomesTopology(names: QueueNames, type: QueueType) {
  const name = outcomesExchangeOf(names);
  const limit = type === "quorum" ? { "x-delivery-limit": 2_000_000_000 } : {};
  return {
    exchanges: [
      { name, type: "fanout" as const },
      { name: returnExchangeOf(names), type: "direct" as const },
      // What cannot be read goes to the parking lot, as what the backend cannot process.
      { name: parkedExchangeOf(names), type: "fanout" as const },
    ],
    queues: [{ name, arguments: { "x-queue-type": type, ...limit } }],
    bindings: [
      { exchange: name, key: "", queue: name },
      // For an operator who sends a parked message of outcomes back.
      { exchange: returnExchangeOf(names), key: name, queue: name },
    ],
    streams: [],
  };
}
