import { HEADERS } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";

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
}

export function readParked(delivery: Delivery): ParkedMessage {
  const { headers } = delivery;
  const textOf = (name: string) => (typeof headers[name] === "string" ? headers[name] : undefined);
  const countOf = (name: string) => (typeof headers[name] === "number" ? headers[name] : 0);
  return {
    delivery,
    id: delivery.messageId ?? idOf(delivery.body) ?? "?",
    code: textOf(HEADERS.parkedCode) ?? "UNKNOWN",
    reason: textOf(HEADERS.parkedReason) ?? "",
    parkedAt: textOf(HEADERS.parkedAt) ?? "",
    originalQueue: textOf(HEADERS.originalQueue),
    replayCount: countOf(HEADERS.replayCount),
    deliveryCount: countOf("x-delivery-count"),
  };
}

function idOf(body: Buffer): string | undefined {
  try {
    const { id } = JSON.parse(body.toString()) as { id?: unknown };
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}

const PLATE = /("vehicle_plate"\s*:\s*")((?:[^"\\]|\\.)*)(")/g;

/** The body for a person's eyes; plates hidden unless asked for. */
export function bodyText(body: Buffer, showPlates: boolean): string {
  const text = body.toString("utf8");
  if (showPlates) return text;
  return text.replaceAll(PLATE, (_all, before: string, plate: string, after: string) => {
    return `${before}${"*".repeat([...plate].length)}${after}`;
  });
}
