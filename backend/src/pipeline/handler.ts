import type { Handler, Message, Middleware } from "@boomgate/pipeline";
import type { ReadKind } from "../domain/read.js";
import type { Outcome, Processed } from "../processors/processed.js";

/** What became of an event that is done with; a closed set, as it is a label. */
export type EventOutcome = Outcome | "no_plate";

/** What processing made of an event, or that there was no plate to process. */
export interface Handled extends Omit<Processed, "outcome"> {
  readonly outcome: EventOutcome;
}

export type EventMessage = Message<ReadKind>;
export type EventHandler = Handler<ReadKind, Handled>;
export type EventMiddleware = Middleware<ReadKind, Handled>;
