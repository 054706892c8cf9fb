/** Nearly all names of lots and gates match this; they are canonical already. */
const PLAIN_NAME = /^[!-~]+(?: [!-~]+)*$/;
const PRINTABLE = /^[^\p{Cc}\p{Cs}]+$/u;
const BLANK = /[\p{Zs}\p{Zl}\p{Zp}]+/gu;
/** Not seen wherever it stands. What joins letters or turns a symbol into a picture is seen between others. */
const NOT_SEEN =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/gu;
const EDGES = /^[ \p{Default_Ignorable_Code_Point}]+|[ \p{Default_Ignorable_Code_Point}]+$/gu;

export const MAX_NAME_LENGTH = 64;
/** Before blanks and what is not seen are taken away. */
const MAX_NAME_TEXT = 256;

/** Whether it is a name in its canonical form, by its looks; others may be, too. */
export const isPlainName = (value: unknown): value is string =>
  typeof value === "string" && value.length <= MAX_NAME_LENGTH && PLAIN_NAME.test(value);

/**
 * Names that look the same become one: NFC, one space for any blank, none at the ends, nothing that is not seen.
 * @returns `undefined` unless 1 to 64 UTF-16 units are left, none of them a control character
 */
export function canonicalName(text: string): string | undefined {
  const isShort = text.length <= MAX_NAME_LENGTH;
  if (isShort && PLAIN_NAME.test(text)) return text;
  if (text.length > MAX_NAME_TEXT) return undefined;
  const name = text
    .normalize("NFC")
    .replace(NOT_SEEN, "")
    .replace(BLANK, " ")
    .replace(EDGES, "")
    .normalize("NFC");
  return name.length <= MAX_NAME_LENGTH && PRINTABLE.test(name) ? name : undefined;
}
