import { HEADERS, publishedAtMsOf } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";

/**
 * When the message was published, ms since 1970. Foreign publishers may give only the AMQP timestamp (whole
 * seconds) or nothing at all.
 */
export const publishedAtMs = (delivery: Delivery): number | undefined =>
  sentAtMs(delivery) ?? delivery.timestampMs;

/** As `publishedAtMs`, but only by the header of our publishers. */
export const sentAtMs = ({ headers }: Pick<Delivery, "headers">): number | undefined =>
  publishedAtMsOf(headers);

/** Anybody can send our headers: they count only on a message that came back through the return exchange. */
type Returned = Pick<Message, "way"> & { readonly delivery: Pick<Delivery, "headers"> };

/** An earlier delivery of the message failed, or may have: it ended before its ack, was retried or was parked. */
export const wasTriedBefore = (message: Message): boolean =>
  message.delivery.redelivered || wasReturned(message);

/** The event was retried, an operator sent it back, or it was taken out of an array that was delivered before. */
export const wasReturned = (message: Message): boolean =>
  attemptOf(message) > 0 || replayCountOf(message) !== undefined || wasUnpacked(message);

const wasUnpacked = ({ delivery, way }: Message): boolean =>
  way === "returned" && delivery.headers[HEADERS.unpacked] === true;

/** Retries of the message so far; by a header of ours, as brokers count differently. */
export const attemptOf = (message: Returned): number => countOf(message, HEADERS.attempt) ?? 0;

/** How often an operator sent the message back; undefined when none did. */
export const replayCountOf = (message: Returned): number | undefined =>
  countOf(message, HEADERS.replayCount);

function countOf({ delivery, way }: Returned, name: string): number | undefined {
  const header = way === "returned" ? delivery.headers[name] : undefined;
  return typeof header === "number" && Number.isSafeInteger(header) && header > 0
    ? header
    : undefined;
}
