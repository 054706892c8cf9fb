/** One text of several, each behind its length in bytes: no other parts give the same text. "2:ab0:1:c" */
export const lengthPrefixed = (parts: readonly string[]): string =>
  parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join("");
