import {
  HEADERS,
  parkedExchangeOf,
  unacceptedExchangeOf,
  PASSED_ON,
  poisonExchangeOf,
  type QueueNames,
} from "@boomgate/contracts";
import { readArray } from "@boomgate/pipeline";
import { type Delivery, senderTextOf } from "@boomgate/platform/messaging";

/** A message of the parking lot, or one event of an array that was parked whole, with the contents of its headers. */
export interface ParkedMessage {
  /** Of the event alone; an array is acked with the last of its events. */
  readonly delivery: Delivery;
  /** As it is in the parking lot: events of one array have the same. */
  readonly whole: Delivery;
  /** Events that were parked in one message with this one, itself among them; undefined when it was parked alone. */
  readonly eventsInArray: number | undefined;
  /** The event's own id, else "?": a body that is no event has none. */
  readonly id: string;
  readonly code: string;
  readonly reason: string;
  /** ISO 8601, UTC; "" when not known. */
  readonly parkedAt: string;
  /** The queue to which a replay sends it; undefined when neither a backend nor the broker parked it. */
  readonly originalQueue: string | undefined;
  readonly replayCount: number;
  /** Deliveries by the broker: quorum queues drop a message that reaches their limit. */
  readonly deliveryCount: number;
  /** Headers and properties of the sender, as JSON; undefined without any. */
  readonly sender: string | undefined;
}

/**
 * @param whole - as the broker delivers it
 * @returns its events, one at least; an array that cannot be read is one message
 */
export function readParked(whole: Delivery, names: QueueNames): readonly ParkedMessage[] {
  const elements = readArray(whole);
  if (elements === undefined || elements instanceof Error) {
    return [{ ...readOne(whole, names), whole, eventsInArray: undefined }];
  }
  return elements.map((element) => ({
    ...readOne(element, names),
    whole,
    eventsInArray: elements.length,
  }));
}

type Read = Omit<ParkedMessage, "whole" | "eventsInArray">;

/** Headers are trusted only in messages of the exchanges that only a backend may publish to. */
function readOne(delivery: Delivery, names: QueueNames): Read {
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

function readOurs(delivery: Delivery): Omit<Read, "id" | "deliveryCount"> {
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
