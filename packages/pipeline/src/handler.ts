import type { Delivery } from "@boomgate/platform/messaging";
import type { TraceContext } from "@boomgate/platform/tracing";

/**
 * How a message came to its queue: through the exchange of its kind, straight to the queue by the name of the
 * queue, back from a retry or the parking lot, or through an exchange that does not belong to the queue.
 */
export type Way = "published" | "direct" | "returned" | "foreign";

/**
 * A message in hand.
 * @typeParam Kind - the kinds of event a service consumes, each from a queue of its own; a closed set, as it is
 *   a label: `"entry" | "exit"`
 */
export interface Message<Kind extends string = string> {
  readonly eventType: Kind;
  readonly delivery: Delivery;
  readonly way: Way;
  /** Of the work on this delivery; a child of the trace its header names. */
  readonly trace: TraceContext;
  /** Why the message is no array of events, or its element no event: it is parked, and no handler sees it. */
  readonly broken?: Error;
  /** What is done with the message in the place of handling it. */
  readonly instead?: () => Promise<void>;
}

/**
 * Resolves with an outcome when the event is done with, and the message may be acked; throws when it is not.
 * The recovery of the error decides what happens to the message.
 */
export type Handler<Kind extends string, Outcome> = (message: Message<Kind>) => Promise<Outcome>;

/** Wraps what every event needs around a handler. */
export type Middleware<Kind extends string, Outcome> = (
  next: Handler<Kind, Outcome>,
) => Handler<Kind, Outcome>;

/** The first middleware is the outermost. */
export const chain = <Kind extends string, Outcome>(
  handler: Handler<Kind, Outcome>,
  ...middlewares: readonly Middleware<Kind, Outcome>[]
): Handler<Kind, Outcome> =>
  middlewares.reduceRight((next, middleware) => middleware(next), handler);
