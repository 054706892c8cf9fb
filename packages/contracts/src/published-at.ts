import { HEADERS } from "./queues.js";

/**
 * When a publisher of ours sent the message, ms since 1970; undefined where it does not say so as ours do. Who
 * compares a message with its copy asks here for both.
 */
export function publishedAtMsOf(headers: Readonly<Record<string, unknown>>): number | undefined {
  const header = headers[HEADERS.publishedAt];
  return typeof header === "number" && Number.isFinite(header) && header > 0 ? header : undefined;
}
