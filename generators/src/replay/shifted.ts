import type { RecordedEvent } from "./recording/read-record.js";

/** The event with its time moved, and all else of its body as recorded. */
export function shifted(event: RecordedEvent, byMs: number): RecordedEvent {
  const fields = JSON.parse(event.body.toString()) as object;
  const atMs = event.atMs + byMs;
  const timeField = event.kind === "entry" ? "entry_date_time" : "exit_date_time";
  const moved = { ...fields, [timeField]: new Date(atMs).toISOString() };
  return { ...event, atMs, body: Buffer.from(JSON.stringify(moved)) };
}
