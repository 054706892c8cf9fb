/**
 * What a terminal or a reader may take for a command: control characters (Cc: C0, DEL, C1), those that turn, hide or join text
 * (Cf: bidi overrides, zero width, tags), line and paragraph separators, private characters and halves of pairs.
 */
const COMMANDS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** Text of somebody else for a person's terminal, on one line: "a\u001b[2Jb". In a JSON text it stays the same JSON. */
export const printable = (text: string): string => text.replaceAll(COMMANDS, escaped);

/** As `printable`, with the ends of lines left as they are: for text of several lines of one's own. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");

/** As in JSON, where a character may be two halves. */
const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
