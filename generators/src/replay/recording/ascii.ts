/** The bytes that structure JSON: ASCII, and so never a part of another character in UTF-8. */
export const LF = 0x0a;
export const CR = 0x0d;
/** Begins each text of a JSON text sequence (RFC 7464). */
export const RS = 0x1e;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

const TAB = 0x09;
const SPACE = 0x20;

export const isLineEnd = (byte: number): boolean => byte === LF || byte === CR;
export const isBlank = (byte: number): boolean =>
  byte === SPACE || byte === LF || byte === CR || byte === TAB;
