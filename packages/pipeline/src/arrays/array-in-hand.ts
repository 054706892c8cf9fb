import { type ArrayElement, type ContractError, HEADERS, jsonOf } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";

/** A message that holds several events: acked when each of them is settled, given back when one of them is. */
export class ArrayInHand {
  readonly elements: readonly ElementDelivery[];
  private left: number;
  private isReleased = false;

  constructor(
    private readonly delivery: Delivery,
    elements: readonly ArrayElement[],
  ) {
    this.left = elements.length;
    this.elements = elements.map((element) => new ElementDelivery(delivery, element, this));
  }

  /** Once for each element. */
  settled(isReleased: boolean): void {
    this.isReleased ||= isReleased;
    this.left -= 1;
    if (this.left > 0) return;
    if (this.isReleased) this.delivery.release();
    else this.delivery.ack();
  }
}

/** One event of an array, as if it had come in a message of its own. */
export class ElementDelivery implements Delivery {
  readonly contentType = "application/json";
  readonly headers: Delivery["headers"];
  private encoded: Buffer | undefined;
  private isSettled = false;

  constructor(
    private readonly whole: Delivery,
    private readonly element: ArrayElement,
    private readonly array: ArrayInHand,
  ) {
    this.headers = headersOf(whole.headers, element);
  }

  /** The event, parsed from JSON; its fields are still to be read. */
  get parsed(): unknown {
    return this.element.event;
  }

  /** Why the element is no event. */
  get broken(): ContractError | undefined {
    return this.element.broken;
  }

  /** Of the event alone; written when it is asked for, as few elements are retried or parked. */
  get body(): Buffer {
    this.encoded ??= Buffer.from(jsonOf(this.element.event));
    return this.encoded;
  }

  get messageId(): string | undefined {
    const id = (this.element.event as { readonly id?: unknown } | null)?.id;
    return typeof id === "string" ? id : undefined;
  }

  get queue(): string {
    return this.whole.queue;
  }
  get exchange(): string {
    return this.whole.exchange;
  }
  get routingKey(): string {
    return this.whole.routingKey;
  }
  get timestampMs(): number | undefined {
    return this.whole.timestampMs;
  }
  get appId(): string | undefined {
    return this.whole.appId;
  }
  get otherProperties(): Delivery["otherProperties"] {
    return this.whole.otherProperties;
  }
  get redelivered(): boolean {
    return this.whole.redelivered;
  }
  get receivedAtMs(): number {
    return this.whole.receivedAtMs;
  }

  ack(): void {
    this.settle(false);
  }

  release(): void {
    this.settle(true);
  }

  private settle(isReleased: boolean): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.array.settled(isReleased);
  }
}

/** Those of the message, but the time and the trace are the event's own, and no attempt of it was made yet. */
function headersOf(
  whole: Delivery["headers"],
  { publishedAtMs, traceparent }: ArrayElement,
): Delivery["headers"] {
  const headers: Record<string, unknown> = { ...whole, [HEADERS.traceparent]: traceparent };
  if (publishedAtMs !== undefined) headers[HEADERS.publishedAt] = publishedAtMs;
  if (traceparent === undefined) delete headers[HEADERS.traceparent];
  delete headers[HEADERS.tracestate];
  delete headers[HEADERS.attempt];
  return headers;
}
