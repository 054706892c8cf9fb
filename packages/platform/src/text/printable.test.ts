import fc from "fast-check";
import { expect, it } from "vitest";
import { printable, printableLines } from "./printable.js";

it.each([
  ["the clearing of the screen", "a\u001b[2Jb", "a\\u001b[2Jb"],
  ["the 8-bit form of it", "a\u009b2Jb", "a\\u009b2Jb"],
  ["a title of the window", "\u001b]0;x\u0007", "\\u001b]0;x\\u0007"],
  ["a line that begins anew", "good\rbad\nworse", "good\\u000dbad\\u000aworse"],
  ["text turned round", "a\u202etxt.exe", "a\\u202etxt.exe"],
  ["a separator of lines", "a\u2028b\u2029c", "a\\u2028b\\u2029c"],
  ["delete, a byte order mark and nothing visible", "\u007f\ufeff\u200b", "\\u007f\\ufeff\\u200b"],
  ["a tag beyond 16 bits", "a\u{e0041}", "a\\udb40\\udc41"],
  ["half a pair", "\ud83d!", "\\ud83d!"],
])("escapes %s", (_what, text, expected) => {
  expect(printable(text)).toBe(expected);
});

it("leaves alone what is only written in another script", () => {
  const text = 'Zürich Ελλάδα 東京 กรุงเทพ 🚗 \\ "';
  expect(printable(text)).toBe(text);
});

it("keeps the lines of one's own", () => {
  expect(printableLines("one\ntwo\u001b")).toBe("one\ntwo\\u001b");
});

it("leaves no command in any text, and changes no JSON", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      // oxlint-disable-next-line no-control-regex -- these are what it is about
      expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/);
      expect(JSON.parse(printable(JSON.stringify(text)))).toBe(text);
    }),
  );
});
