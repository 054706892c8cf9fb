import { ContractError } from "./contract-error.js";
import { MAX_EVENT_BYTES, parseJsonBody } from "./json-body.js";
import { jsonOf } from "./json-of.js";
import { publishedAtMsOf } from "./published-at.js";

/** A message that holds an array of events; its first parameter is the number of the format. */
export const EVENT_ARRAY_CONTENT_TYPE = "application/vnd.boomgate.events+json;v=1";

/** Events in one message. */
export const MAX_ARRAY_EVENTS = 100;
/** Of the body of one message. */
export const MAX_ARRAY_BYTES = 262_144;

/** One event of an array, before its fields are read. */
export interface ArrayElement {
  readonly event: unknown;
  /** Ms since 1970 at which its publisher took it; undefined where the element does not say so. */
  readonly publishedAtMs: number | undefined;
  /** W3C trace context of the event, as it was sent. */
  readonly traceparent: string | undefined;
  /** Why the element is no event, whatever its fields are. */
  readonly broken: ContractError | undefined;
}

const WHAT = "array of events";
const utf8 = new TextDecoder("utf-8", { fatal: true });
const MEDIA_TYPE = /^application\/vnd\.boomgate\.events\+json\s*(?:;|$)/i;

/** Whether a message says that it holds an array, of whatever format. */
export const isEventArray = (contentType: unknown): boolean =>
  typeof contentType === "string" &&
  contentType !== "application/json" && // as nearly every message says
  MEDIA_TYPE.test(contentType);

/**
 * @param contentType - of the message, for which `isEventArray` is true
 * @returns its elements in their order, one at least; each has still to be read as an event
 * @throws {ContractError} when the array as a whole cannot be read
 */
export function readEventArray(contentType: string, body: Uint8Array): ArrayElement[] {
  if (!/;\s*v=1\s*(?:;|$)/i.test(contentType)) {
    throw new ContractError(WHAT, ["content type: must say v=1"]);
  }
  if (body.byteLength > MAX_ARRAY_BYTES) {
    throw new ContractError(WHAT, [`body: must have at most ${MAX_ARRAY_BYTES} bytes`]);
  }
  const elements = parse(body);
  if (!Array.isArray(elements) || elements.length === 0 || elements.length > MAX_ARRAY_EVENTS) {
    throw new ContractError(WHAT, [`body: must be an array of 1 to ${MAX_ARRAY_EVENTS} events`]);
  }
  // In a small array no event can be too large.
  const isBounded = body.byteLength <= MAX_EVENT_BYTES;
  return elements.map((element: unknown) => elementOf(element, isBounded));
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new ContractError(WHAT, ["body: must be JSON in UTF-8"]); // its own text would echo the body
  }
}

/** What is no element breaks the contract by itself: its neighbours do not suffer from it. */
function elementOf(element: unknown, isBounded: boolean): ArrayElement {
  if (typeof element !== "object" || element === null || !("event" in element)) {
    const broken = new ContractError("element of an array", ["event: is missing"]);
    return { event: element, publishedAtMs: undefined, traceparent: undefined, broken };
  }
  const { event, published_at, traceparent } = element as Readonly<Record<string, unknown>>;
  const isTime = typeof published_at === "number" && Number.isFinite(published_at);
  return {
    event,
    publishedAtMs: isTime && published_at > 0 ? published_at : undefined,
    traceparent: typeof traceparent === "string" ? traceparent : undefined,
    broken: isBounded || bytesOf(event) <= MAX_EVENT_BYTES ? undefined : TOO_LARGE,
  };
}

const bytesOf = (event: unknown) => Buffer.byteLength(jsonOf(event));
const TOO_LARGE = new ContractError("element of an array", [
  `event: must have at most ${MAX_EVENT_BYTES} bytes`,
]);

/** A message as a queue or a stream has it. */
export interface EventsMessage {
  readonly contentType?: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

/**
 * The events of a message of either form, for whoever reads a stream; elements that are no events are left out.
 * @param what - one of the events: "entry event"
 * @throws {ContractError} when nothing of it can be read
 */
export function eventsOf(
  what: string,
  message: EventsMessage,
): Pick<ArrayElement, "event" | "publishedAtMs">[] {
  const { contentType, headers, body } = message;
  const publishedAtMs = publishedAtMsOf(headers);
  if (contentType === undefined || !isEventArray(contentType)) {
    return [{ event: parseJsonBody(what, body), publishedAtMs }];
  }
  return readEventArray(contentType, body).flatMap((element) =>
    element.broken === undefined
      ? [{ event: element.event, publishedAtMs: element.publishedAtMs ?? publishedAtMs }]
      : [],
  );
}

/** An event to be packed, encoded once. */
export interface PackedEvent {
  /** The event as it travels: UTF-8 JSON of `encodeEvent`. */
  readonly body: Buffer;
  readonly publishedAtMs: number;
  readonly traceparent?: string | undefined;
}

/** @param events - `MAX_ARRAY_EVENTS` at most, of one kind */
export function encodeEventArray(events: readonly PackedEvent[]): Buffer {
  const parts = events.map(
    ({ body, publishedAtMs, traceparent }) =>
      `{"event":${body.toString()},"published_at":${publishedAtMs}${
        traceparent === undefined ? "" : `,"traceparent":${JSON.stringify(traceparent)}`
      }}`,
  );
  return Buffer.from(`[${parts.join(",")}]`);
}

/** Splits events to be published into arrays that hold the bounds, in their order. */
export function packEvents<E extends PackedEvent>(events: readonly E[]): E[][] {
  const packs: E[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const size = event.body.byteLength + ELEMENT_BYTES + (event.traceparent?.length ?? 0);
    const pack = packs.at(-1);
    if (pack && pack.length < MAX_ARRAY_EVENTS && bytes + size <= MAX_ARRAY_BYTES) {
      pack.push(event);
      bytes += size;
    } else {
      packs.push([event]);
      bytes = 2 + size;
    }
  }
  return packs;
}

/** Of the names and brackets around an event, at most. */
const ELEMENT_BYTES = 96;
