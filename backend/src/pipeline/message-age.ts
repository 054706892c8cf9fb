import { HEADERS, publishedAtMsOf } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";

/** By the application id they give themselves; each counts what the broker confirmed to it. */
const WATCHED_PUBLISHERS: ReadonlySet<string> = new Set(["entry-generator", "exit-generator"]);

/**
 * When our publisher sent the message, ms since 1970. Foreign publishers may give only the AMQP
 * timestamp (whole seconds) or nothing at all.
 */
export const publishedAtMs = (delivery: Delivery): number | undefined =>
  sentAtMs(delivery) ?? delivery.timestampMs;

/** As `publishedAtMs`, but only what a publisher of ours says. */
export const sentAtMs = ({ headers }: Pick<Delivery, "headers">): number | undefined =>
  publishedAtMsOf(headers);

/** What our headers say of a message is true only where it came back from us: anybody can send them. */
type Returned = Pick<Message, "way"> & { readonly delivery: Pick<Delivery, "headers"> };

/** Where a message came from that no watched publisher counts; undefined when one does. */
export function sourceOf(message: Message): "replayed" | "foreign" | undefined {
  if (replayCountOf(message) !== undefined) return "replayed";
  return WATCHED_PUBLISHERS.has(message.delivery.appId ?? "") ? undefined : "foreign";
}

/** An earlier delivery of it failed, or may have: it ended before its ack, was retried or was parked. */
export const wasTriedBefore = (message: Message): boolean =>
  message.delivery.redelivered || wasReturned(message);

/** It was retried, or an operator sent it back. */
export const wasReturned = (message: Message): boolean =>
  attemptOf(message) > 0 || replayCountOf(message) !== undefined;

/** Times the message was tried before; a header of ours, as brokers count differently. */
export const attemptOf = (message: Returned): number => countOf(message, HEADERS.attempt) ?? 0;

/** How often an operator sent it back; undefined when none did. */
export const replayCountOf = (message: Returned): number | undefined =>
  countOf(message, HEADERS.replayCount);

function countOf({ delivery, way }: Returned, name: string): number | undefined {
  const header = way === "returned" ? delivery.headers[name] : undefined;
  return typeof header === "number" && Number.isSafeInteger(header) && header > 0
    ? header
    : undefined;
}
