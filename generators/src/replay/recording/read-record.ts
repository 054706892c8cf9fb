import {
  ContractError,
  MAX_EVENT_BYTES,
  readEntryEvent,
  readExitEvent,
  passedAt,
} from "@boomgate/contracts";
import { type RawRecord, RecordSplitter } from "./record-splitter.js";

/** Place in the recording; 1 is the first line. */
interface Place {
  readonly line: number;
  readonly lastLine: number;
}

/** What a replay has to know of an event. */
interface EventHead {
  readonly kind: "entry" | "exit";
  readonly id: string;
  /** Gate clock, ms since 1970. */
  readonly atMs: number;
  /** False when the camera read no plate: such an event is counted, and not paired. */
  readonly hasPlate: boolean;
}

export interface RecordedEvent extends Place {
  readonly event: EventHead;
  /** The event as it was recorded, UTF-8 JSON. */
  readonly body: Buffer;
}

export interface BadRecord extends Place {
  /** What is wrong with the record, without its values. */
  readonly problem: string;
}

type Read = Pick<RecordedEvent, "event" | "body"> | Pick<BadRecord, "problem">;

const utf8 = new TextDecoder("utf-8", { fatal: true });
const LINE_END = /\r\n|\n|\r/;

/**
 * The event of a record. When several lines are no event together, each line that is an event by itself is
 * read: a line before was cut off.
 */
export function readRecord(raw: RawRecord): readonly (RecordedEvent | BadRecord)[] {
  const { line, lastLine, problem, bytes } = raw;
  const whole = { line, lastLine, ...(problem === undefined ? readEvent(bytes) : { problem }) };
  if (lastLine === line || "event" in whole) return [whole];
  const single = readLines(raw);
  return single.some((read) => "event" in read) ? single : [whole];
}

function readLines({ bytes, line: firstLine }: RawRecord): readonly (RecordedEvent | BadRecord)[] {
  const found: (RecordedEvent | BadRecord)[] = [];
  for (const [index, text] of bytes.toString("latin1").split(LINE_END).entries()) {
    const line = firstLine + index;
    const splitter = new RecordSplitter();
    const raws = [...splitter.push(Buffer.from(text, "latin1")), ...splitter.end()];
    for (const raw of raws) {
      const read = { ...readEvent(raw.bytes), line, lastLine: line };
      const before = found.at(-1);
      // Adjoining lines that are no events are reported as one: they are parts of something larger.
      if ("problem" in read && before !== undefined && "problem" in before) {
        found[found.length - 1] = { ...before, lastLine: line };
      } else found.push(read);
    }
  }
  return found;
}

function readEvent(body: Buffer): Read {
  if (body.length > MAX_EVENT_BYTES) return { problem: `is longer than ${MAX_EVENT_BYTES} bytes` };
  const fields = parsed(body);
  if ("problem" in fields) return fields;
  try {
    return { event: eventOf(fields.value), body };
  } catch (error) {
    if (error instanceof ContractError) return { problem: error.message };
    throw error;
  }
}

function parsed(body: Buffer): { readonly value: unknown } | Pick<BadRecord, "problem"> {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return { problem: "has bytes that are no characters" };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The message of the parser would show the text.
    return { problem: body.includes(0) ? "has zero bytes" : "is not JSON" };
  }
}

/** On the wire the kinds differ in the name of their time. */
function eventOf(value: unknown): EventHead {
  const { entry_date_time: entered, exit_date_time: exited } = Object(value) as {
    readonly entry_date_time?: unknown;
    readonly exit_date_time?: unknown;
  };
  const isExit = exited !== undefined && exited !== null;
  if (isExit && entered !== undefined && entered !== null) {
    throw new ContractError("event", ["entry_date_time, exit_date_time: must not both be there"]);
  }
  const event = isExit ? readExitEvent(value) : readEntryEvent(value);
  const kind = isExit ? "exit" : "entry";
  if (event.kind === "no_plate") {
    return { kind, id: event.id, atMs: event.at.getTime(), hasPlate: false };
  }
  const at = passedAt(event);
  return { kind, id: event.id, atMs: at.getTime(), hasPlate: true };
}
