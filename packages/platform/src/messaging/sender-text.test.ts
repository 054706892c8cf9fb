import fc from "fast-check";
import { expect, it } from "vitest";
import { senderTextOf } from "./sender-text.js";

const textOf = (headers: Record<string, unknown>, otherProperties?: Record<string, unknown>) =>
  senderTextOf(otherProperties ? { headers, otherProperties } : { headers }, ["traceparent"]);
const parsed = (text: string | undefined) => JSON.parse(text ?? "null") as object;

it("says nothing of what is passed on, or is not there", () => {
  expect(textOf({})).toBeUndefined();
  expect(textOf({ traceparent: "00-1" })).toBeUndefined();
});

it("keeps headers and properties as JSON", () => {
  const headers = { CC: ["a"], n: 1, yes: true, nothing: null, bytes: Buffer.from("ab") };
  expect(parsed(textOf({ traceparent: "x", ...headers }, { replyTo: "q" }))).toEqual({
    headers: { ...headers, bytes: "YWI=" },
    properties: { replyTo: "q" },
  });
});

it.each([
  ["a long text", { a: "x".repeat(100_000) }],
  ["a text that grows when it is escaped", { a: "\u0000".repeat(10_000) }],
  [
    "many names",
    Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`n${index}`, 1])),
  ],
  ["a long list", { a: Array.from({ length: 50_000 }, () => null) }],
  ["many bytes", { a: Buffer.alloc(50_000) }],
  ["deep tables", { a: deep(50_000) }],
])("says when it had to cut %s", (_what, headers) => {
  const text = textOf(headers) ?? "";
  expect(Buffer.byteLength(text)).toBeLessThan(4_300);
  expect(parsed(text)).toMatchObject({ cut: true });
});

it("keeps the name of a prototype as a name", () => {
  const headers = JSON.parse('{"__proto__":{"x-attempt":1}}') as Record<string, unknown>;
  expect(textOf(headers)).toBe('{"headers":{"__proto__":{"x-attempt":1}}}');
});

it("is a short JSON whatever a sender writes", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything({ maxDepth: 9 })), (headers) => {
      const text = textOf(headers);
      if (text === undefined) return;
      expect(Buffer.byteLength(text)).toBeLessThan(4_300);
      expect(() => parsed(text)).not.toThrow();
    }),
  );
});

function deep(levels: number): object {
  let value: object = {};
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
}
