import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isBlank,
  isLineEnd,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  RS,
} from "./ascii.js";

/** "complete": the byte is the last of the object. "broken": the object ended before it, without its end. */
type Scanned = "inside" | "complete" | "broken";

/** Finds the end of a JSON object, byte by byte, and whether the object was cut off. */
export class ObjectScanner {
  /** Objects and arrays that are open, by their first byte. */
  private readonly open: number[] = [];
  private isInString = false;
  private isEscaped = false;
  private isLineBlank = false;
  /** The last byte outside of strings that is not blank. */
  private last = OPEN_OBJECT;

  /** After the first byte of an object. */
  begin(): void {
    this.open.splice(0, this.open.length, OPEN_OBJECT);
    this.isInString = false;
    this.isEscaped = false;
    this.isLineBlank = false;
    this.last = OPEN_OBJECT;
  }

  next(byte: number): Scanned {
    if (byte === RS) return "broken"; // also in a string, where JSON requires an escape
    if (this.isInString) return this.nextInString(byte);
    if (isBlank(byte)) {
      if (isLineEnd(byte)) this.isLineBlank = true;
      return "inside";
    }
    const beginsLine = this.isLineBlank;
    this.isLineBlank = false;
    if (byte === QUOTE) this.isInString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      // A line that begins a value where JSON allows none belongs to the next record: this one was cut off.
      if (beginsLine && !this.mayBeginValue()) return "broken";
      this.open.push(byte);
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      this.open.pop();
      if (this.open.length === 0) return "complete";
    }
    this.last = byte;
    return "inside";
  }

  private nextInString(byte: number): Scanned {
    if (isLineEnd(byte)) return "broken"; // JSON requires an escape, so the line was cut off
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) {
      this.isInString = false;
      this.last = QUOTE;
    }
    return "inside";
  }

  private mayBeginValue(): boolean {
    if (this.last === COLON || this.last === OPEN_ARRAY) return true;
    return this.last === COMMA && this.open.at(-1) === OPEN_ARRAY;
  }
}
