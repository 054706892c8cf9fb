import { HEADERS } from "./queues.js";

/**
 * When one of our publishers sent the message, ms since 1970; `undefined` without a valid header. Code that
 * compares a message with its copy uses this function for both.
 */
export function publishedAtMsOf(headers: Readonly<Record<string, unknown>>): number | undefined {
  const header = headers[HEADERS.publishedAt];
  return typeof header === "number" && Number.isFinite(header) && header > 0 ? header : undefined;
}
