import type { Delivery } from "@boomgate/platform/messaging";
import type { TraceContext } from "@boomgate/platform/tracing";
import type { ReadKind } from "../domain/read.js";
import type { Outcome, Processed } from "../processors/event-processor.js";
import type { Way } from "./ways.js";

/** A message in hand with the kind of event its queue carries. */
export interface Message {
  readonly eventType: ReadKind;
  readonly delivery: Delivery;
  readonly way: Way;
  /** Of the work on this delivery; a child of what its header names. */
  readonly trace: TraceContext;
}

/** What became of an event that is done with; a closed set, as it is a label. */
export type EventOutcome = Outcome | "no_plate";

/** What processing made of an event, or that there was no plate to process. */
export interface Handled extends Omit<Processed, "outcome"> {
  readonly outcome: EventOutcome;
}

/** Resolves when the event is done with; throws when it is not. */
export type Handler = (message: Message) => Promise<Handled>;

/** Wraps what every event needs around a handler. */
export type Middleware = (next: Handler) => Handler;

/** The first middleware is the outermost. */
export const chain = (handler: Handler, ...middlewares: readonly Middleware[]): Handler =>
  middlewares.reduceRight((next, middleware) => middleware(next), handler);
