import type { RecordedEvent } from "./recording/read-record.js";

const TIME_FIELDS = { entry: "entry_date_time", exit: "exit_date_time" } as const;

/** The event with its time moved, and the rest of its body unchanged. */
export function shifted(recorded: RecordedEvent, byMs: number): RecordedEvent {
  const fields = JSON.parse(recorded.body.toString()) as object;
  const { event } = recorded;
  const atMs = event.atMs + byMs;
  const time = { [TIME_FIELDS[event.kind]]: new Date(atMs).toISOString() };
  return {
    ...recorded,
    event: { ...event, atMs },
    body: Buffer.from(JSON.stringify({ ...fields, ...time })),
  };
}
