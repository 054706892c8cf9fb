import type { RecordedEvent } from "./recording/read-record.js";

/** The event with its time moved, and all else of its body as recorded. */
export function shifted(recorded: RecordedEvent, byMs: number): RecordedEvent {
  const fields = JSON.parse(recorded.body.toString()) as object;
  const at = new Date(timeOf(recorded.event) + byMs);
  const [event, time] =
    recorded.event.kind === "entry"
      ? [{ ...recorded.event, enteredAt: at }, { entry_date_time: at.toISOString() }]
      : [{ ...recorded.event, exitedAt: at }, { exit_date_time: at.toISOString() }];
  return { ...recorded, event, body: Buffer.from(JSON.stringify({ ...fields, ...time })) };
}

/** Ms since 1970. */
export const timeOf = (event: RecordedEvent["event"]): number =>
  (event.kind === "entry" ? event.enteredAt : event.exitedAt).getTime();
