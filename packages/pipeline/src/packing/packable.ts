import { isUtf8 } from "node:buffer";
import { HEADERS, MAX_EVENT_BYTES, type PackedEvent, publishedAtMsOf } from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";

/** What an array keeps of the headers of each of its events. */
const KEPT: readonly string[] = [HEADERS.publishedAt, HEADERS.traceparent];
const TRACEPARENT = /^[0-9a-f-]{1,64}$/;

/**
 * The message as an event of an array.
 * @returns undefined when it has to go alone: an array would lose a header, or could not be read with it
 */
export function packable(message: OutgoingMessage): PackedEvent | undefined {
  const { body, contentType = "application/json", headers, messageId } = message;
  const publishedAtMs = publishedAtMsOf(headers);
  const traceparent = headers[HEADERS.traceparent];
  if (contentType !== "application/json" || publishedAtMs === undefined) return undefined;
  if (!Object.keys(headers).every((name) => KEPT.includes(name))) return undefined;
  if (traceparent !== undefined && !isTraceparent(traceparent)) return undefined;
  return isEvent(body, messageId) ? { body, publishedAtMs, traceparent } : undefined;
}

const isTraceparent = (value: unknown): value is string =>
  typeof value === "string" && TRACEPARENT.test(value);

/**
 * One body that is no JSON would spoil the whole array; alone, it is parked alone. The id of an event in an array is the
 * one in its body.
 */
function isEvent(body: Buffer, messageId: string | undefined): boolean {
  if (body.byteLength > MAX_EVENT_BYTES || !isUtf8(body)) return false;
  try {
    const event = JSON.parse(body.toString()) as { readonly id?: unknown } | null;
    return messageId === undefined || event?.id === messageId;
  } catch {
    return false;
  }
}
