import { messageOf } from "./recovery.js";
import { withoutCredentials } from "./without-credentials.js";

/** An error and what caused it, from the outside in, on one line: "not confirmed: channel closed". */
export function causeText(error: unknown): string {
  const texts: string[] = [];
  let at = error;
  for (let depth = 0; at !== undefined && depth < DEEPEST; depth += 1) {
    const text = messageOf(at);
    if (text !== "AggregateError" && !texts.some((outer) => outer.includes(text))) texts.push(text);
    at = causeOf(at);
  }
  return withoutCredentials(texts.join(": "));
}

/** Causes may go in a circle. */
const DEEPEST = 6;

/** Several addresses of one name fail together; the first error is enough. */
const causeOf = (error: unknown): unknown =>
  error instanceof AggregateError
    ? (error.errors as readonly unknown[])[0]
    : error instanceof Error
      ? error.cause
      : undefined;
