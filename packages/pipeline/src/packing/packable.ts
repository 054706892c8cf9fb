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
  const { body, contentType = "application/json", headers } = message;
  const publishedAtMs = publishedAtMsOf(headers);
  const traceparent = headers[HEADERS.traceparent];
  if (contentType !== "application/json" || publishedAtMs === undefined) return undefined;
  if (!Object.keys(headers).every((name) => KEPT.includes(name))) return undefined;
  if (traceparent !== undefined && !isTraceparent(traceparent)) return undefined;
  return isJson(body) ? { body, publishedAtMs, traceparent } : undefined;
}

const isTraceparent = (value: unknown): value is string =>
  typeof value === "string" && TRACEPARENT.test(value);

/** One body that is none would spoil the whole array; alone, it is parked alone. */
function isJson(body: Buffer): boolean {
  if (body.byteLength > MAX_EVENT_BYTES || !isUtf8(body)) return false;
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}
