import {
  BACKSLASH,
  CLOSE_ARRAY,
  COMMA,
  CR,
  isBlank,
  isLineEnd,
  LF,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  RS,
} from "./ascii.js";
import { ObjectScanner } from "./object-scanner.js";

/** The bytes of one record: an event, if the recording is right. */
export interface RawRecord {
  readonly bytes: Buffer;
  /** The lines it begins and ends in, 1 for the first of the recording. */
  readonly line: number;
  readonly lastLine: number;
  /** What is wrong with the record; then `bytes` is empty. */
  readonly problem?: string;
}

/** Bounds memory; the pipeline takes events of 64 KiB at most. */
export const MOST_RECORD_BYTES = 1_048_576;

/** Byte order marks of joined files, and blanks that are none in JSON, in hexadecimal digits. */
const FOREIGN_BLANKS = new Set(["efbbbf", "e280a8", "e280a9", "c285", "c2a0"]);
const LONGEST_FOREIGN_BLANK = 3;
const NOTHING = Buffer.alloc(0);

/**
 * Divides UTF-8 into records, whatever separates them: line ends (LF, CR or both), RS, commas, arrays around
 * them, or nothing. The division of the bytes into chunks makes no difference.
 */
export class RecordSplitter {
  private state: "between" | "object" | "other" | "too long" = "between";
  private line = 1;
  private isAfterCr = false;
  /** Open arrays around the records, and the line in which the first of them began. */
  private arrays = 0;
  private arrayLine = 1;
  /** The current record: its bytes of earlier chunks, and its lines. */
  private parts: Buffer[] = [];
  private partsLength = 0;
  private recordLine = 1;
  private lastLine = 1;
  private readonly object = new ObjectScanner();
  /** In a record that is no object: whether the byte is quoted, and follows a backslash. */
  private isQuoted = false;
  private isEscaped = false;
  private found: RawRecord[] = [];

  /** @returns the records that are complete with this chunk */
  push(chunk: Buffer): readonly RawRecord[] {
    this.scan(chunk);
    return this.found.splice(0);
  }

  /** @returns what remains at the end of the recording */
  end(): readonly RawRecord[] {
    if (this.state === "object" || this.state === "other") this.finish(NOTHING);
    if (this.arrays > 0) this.refuse(this.arrayLine, "begins an array that has no end");
    return this.found.splice(0);
  }

  private scan(chunk: Buffer): void {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      const length = this.partsLength + at - start;
      if (length >= MOST_RECORD_BYTES && this.isInRecord) {
        this.outgrow(chunk.subarray(start, at));
        start = at;
      }
      if (this.state === "object") {
        const scanned = this.object.next(byte);
        if (scanned !== "broken") this.countLines(byte);
        if (scanned === "inside") continue;
        this.finish(chunk.subarray(start, scanned === "complete" ? at + 1 : at));
        if (scanned === "complete") continue;
      } else if (this.state === "other") {
        if (!this.endsOther(byte)) {
          if (length < LONGEST_FOREIGN_BLANK) this.dropBlank(chunk.subarray(start, at + 1));
          continue;
        }
        this.finish(chunk.subarray(start, at));
      } else if (this.state === "too long") {
        if (!isLineEnd(byte) && byte !== RS) continue;
        this.state = "between";
      }
      if (this.begins(byte)) start = at;
    }
    if (this.isInRecord) this.keep(chunk.subarray(start));
  }

  private get isInRecord(): boolean {
    return this.state === "object" || this.state === "other";
  }

  /** Between records: whether the byte is the first of one. */
  private begins(byte: number): boolean {
    this.countLines(byte);
    if (isBlank(byte) || byte === COMMA || byte === RS) return false;
    if (byte === OPEN_ARRAY) {
      if (this.arrays === 0) this.arrayLine = this.line;
      this.arrays += 1;
      return false;
    }
    if (byte === CLOSE_ARRAY && this.arrays > 0) {
      this.arrays -= 1;
      return false;
    }
    this.recordLine = this.line;
    if (byte === OPEN_OBJECT) {
      this.state = "object";
      this.object.begin();
    } else {
      this.state = "other";
      this.isQuoted = byte === QUOTE;
      this.isEscaped = false;
    }
    return true;
  }

  private endsOther(byte: number): boolean {
    if (isLineEnd(byte) || byte === RS) return true;
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isQuoted = !this.isQuoted;
    return this.arrays > 0 && !this.isQuoted && (byte === COMMA || byte === CLOSE_ARRAY);
  }

  private dropBlank(bytes: Buffer): void {
    const soFar = this.partsLength > 0 ? Buffer.concat([...this.parts, bytes]) : bytes;
    if (!FOREIGN_BLANKS.has(soFar.toString("hex"))) return;
    this.state = "between";
    this.take(NOTHING);
  }

  private countLines(byte: number): void {
    if (byte === CR || (byte === LF && !this.isAfterCr)) this.line += 1;
    else if (!isBlank(byte)) this.lastLine = this.line;
    this.isAfterCr = byte === CR;
  }

  private keep(bytes: Buffer): void {
    this.parts.push(bytes);
    this.partsLength += bytes.length;
  }

  private take(rest: Buffer): Buffer {
    const bytes = this.parts.length === 0 ? rest : Buffer.concat([...this.parts, rest]);
    this.parts = [];
    this.partsLength = 0;
    return bytes;
  }

  private finish(rest: Buffer): void {
    this.state = "between";
    const { recordLine: line, lastLine } = this;
    this.found.push({ bytes: this.take(rest), line, lastLine });
  }

  /** The record is too long: most likely its end is missing, so its lines are read as records of their own. */
  private outgrow(rest: Buffer): void {
    const bytes = this.take(rest);
    const lineStart = Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1;
    if (lineStart === 0) {
      this.state = "too long";
      this.refuse(this.recordLine, `is longer than ${MOST_RECORD_BYTES} bytes`);
      return;
    }
    this.state = "between";
    const lines = { line: this.recordLine, lastLine: this.line - 1 };
    this.found.push({ bytes: bytes.subarray(0, lineStart), ...lines });
    this.scan(bytes.subarray(lineStart));
  }

  private refuse(line: number, problem: string): void {
    this.found.push({ bytes: NOTHING, line, lastLine: line, problem });
  }
}
