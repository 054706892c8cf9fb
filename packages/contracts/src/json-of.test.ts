import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonOf } from "./json-of.js";

const DEPTH = 20_000;
const around = (text: string, [open, close]: readonly [string, string]) =>
  open.repeat(DEPTH) + text + close.repeat(DEPTH);

it("is that of JSON.stringify", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => jsonOf(value) === JSON.stringify(value)));
});

it("has no limit of depth", () => {
  const nested = fc.tuple(
    fc.json({ maxDepth: 2 }),
    fc.constantFrom<[string, string]>(["[", "]"], [`{"a":`, "}"], [`{"":[null,`, `,"x"],"b":1}`]),
  );
  fc.assert(
    fc.property(nested, ([text, brackets]) => {
      const deep = around(JSON.stringify(JSON.parse(text)), brackets);
      expect(jsonOf(JSON.parse(deep)) === deep).toBe(true);
    }),
    { numRuns: 20 },
  );
});
