import {
  ContractError,
  type EntryEvent,
  type ExitEvent,
  parseEntryEvent,
  parseExitEvent,
} from "@boomgate/contracts";

export interface RecordedLine {
  /** 1 for the first. */
  readonly number: number;
  readonly event: EntryEvent | ExitEvent;
}

export interface BadLine {
  readonly number: number;
  /** What is wrong with it, without any value of it. */
  readonly problem: string;
}

/** Events in the order of the lines; empty lines are none. */
export async function* readEvents(
  lines: AsyncIterable<string>,
): AsyncGenerator<RecordedLine | BadLine> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === "") continue;
    yield { number, ...eventOrProblem(line) };
  }
}

function eventOrProblem(line: string): Pick<RecordedLine, "event"> | Pick<BadLine, "problem"> {
  try {
    const body: unknown = JSON.parse(line);
    // What tells the kinds apart on the wire is the name of their time.
    const isExit = typeof body === "object" && body !== null && "exit_date_time" in body;
    return { event: isExit ? parseExitEvent(body) : parseEntryEvent(body) };
  } catch (error) {
    return { problem: error instanceof ContractError ? error.message : "is not JSON" };
  }
}

export const timeOf = (event: EntryEvent | ExitEvent): Date =>
  event.kind === "entry" ? event.enteredAt : event.exitedAt;

export function shifted<E extends EntryEvent | ExitEvent>(event: E, byMs: number): E {
  const at = new Date(timeOf(event).getTime() + byMs);
  return event.kind === "entry" ? { ...event, enteredAt: at } : { ...event, exitedAt: at };
}
