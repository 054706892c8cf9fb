/**
 * Characters that control a terminal or mislead a reader: control characters (Cc: C0, DEL, C1), those that turn, hide or join text
 * (Cf: bidi overrides, zero width, tags), line and paragraph separators, private characters and halves of pairs.
 */
const COMMANDS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** Text from outside, safe for a terminal, on one line: "a\u001b[2Jb". A JSON text keeps its meaning. */
export const printable = (text: string): string => text.replaceAll(COMMANDS, escaped);

/** As `printable`, but keeps the ends of lines: for text of our own that has several lines. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");

/** As in JSON, where a character may be two UTF-16 units. */
const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
