import {
  HEADERS,
  parkedExchangeOf,
  unacceptedExchangeOf,
  PASSED_ON,
  poisonExchangeOf,
  type QueueNames,
} from "@boomgate/contracts";
import { type Delivery, senderTextOf } from "@boomgate/platform/messaging";

/** A message of the parking lot, with what its headers tell. */
export interface ParkedMessage {
  readonly delivery: Delivery;
  /** The event's own id, else "?": a body that is no event has none. */
  readonly id: string;
  readonly code: string;
  readonly reason: string;
  /** ISO 8601, UTC; "" when nobody wrote it down. */
  readonly parkedAt: string;
  /** Where it goes when it is replayed; undefined when somebody else put it here. */
  readonly originalQueue: string | undefined;
  readonly replayCount: number;
  /** How often the broker delivered it: quorum queues drop a message that reaches their limit. */
  readonly deliveryCount: number;
  /** What its sender wrote beside the body, as JSON; undefined when there is nothing. */
  readonly sender: string | undefined;
}

/** Headers are believed where a backend wrote them: in what went through the exchange that only a backend may use. */
export function readParked(delivery: Delivery, names: QueueNames): ParkedMessage {
  const deliveryCount = numberOf(delivery, "x-delivery-count") ?? 0;
  const id = delivery.messageId ?? idOf(delivery.body) ?? "?";
  const { exchange } = delivery;
  if ([parkedExchangeOf(names), unacceptedExchangeOf(names)].includes(exchange))
    return { ...readOurs(delivery), id, deliveryCount };
  const isGivenUp = exchange === poisonExchangeOf(names);
  const queues = [names.entryQueue, names.exitQueue];
  return {
    delivery,
    id,
    code: isGivenUp ? "GIVEN_UP_BY_BROKER" : "UNKNOWN",
    reason: isGivenUp ? "delivered too often without an ack, or expired" : "",
    parkedAt: "",
    // The broker's policy names the queue in the routing key.
    originalQueue:
      isGivenUp && queues.includes(delivery.routingKey) ? delivery.routingKey : undefined,
    replayCount: 0,
    deliveryCount,
    sender: senderTextOf(delivery, PASSED_ON),
  };
}

function readOurs(delivery: Delivery): Omit<ParkedMessage, "id" | "deliveryCount"> {
  const textOf = (name: string) => {
    const header = delivery.headers[name];
    return typeof header === "string" ? header : undefined;
  };
  return {
    delivery,
    code: textOf(HEADERS.parkedCode) ?? "UNKNOWN",
    reason: textOf(HEADERS.parkedReason) ?? "",
    parkedAt: textOf(HEADERS.parkedAt) ?? "",
    originalQueue: textOf(HEADERS.originalQueue),
    replayCount: numberOf(delivery, HEADERS.replayCount) ?? 0,
    sender: textOf(HEADERS.sender),
  };
}

function numberOf({ headers }: Delivery, name: string): number | undefined {
  const header = headers[name];
  return typeof header === "number" && Number.isSafeInteger(header) ? header : undefined;
}

function idOf(body: Buffer): string | undefined {
  try {
    const { id } = JSON.parse(body.toString()) as { id?: unknown };
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}
