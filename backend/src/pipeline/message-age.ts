import { HEADERS } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";

/** By the application id they give themselves; each counts what the broker confirmed to it. */
const WATCHED_PUBLISHERS: ReadonlySet<string> = new Set(["entry-generator", "exit-generator"]);

/**
 * When our publisher sent the message, ms since 1970. Foreign publishers may give only the AMQP
 * timestamp (whole seconds) or nothing at all.
 */
export function publishedAtMs(delivery: Delivery): number | undefined {
  const header = delivery.headers[HEADERS.publishedAt];
  if (typeof header === "number" && Number.isFinite(header) && header > 0) return header;
  return delivery.timestampMs;
}

/** Where a message came from that no watched publisher counts; undefined when one does. */
export function sourceOf({ headers, appId }: Delivery): "replayed" | "foreign" | undefined {
  if (headers[HEADERS.replayCount] !== undefined) return "replayed";
  return WATCHED_PUBLISHERS.has(appId ?? "") ? undefined : "foreign";
}

/** An earlier delivery of it failed, or may have: it ended before its ack, was retried or was parked. */
export const wasTriedBefore = (delivery: Delivery): boolean =>
  delivery.redelivered ||
  attemptOf(delivery) > 0 ||
  delivery.headers[HEADERS.replayCount] !== undefined;

/** Times the message was tried before; a header of ours, as brokers count differently. */
export function attemptOf(delivery: Delivery): number {
  const header = delivery.headers[HEADERS.attempt];
  return typeof header === "number" && Number.isSafeInteger(header) && header > 0 ? header : 0;
}
