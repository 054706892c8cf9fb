import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEFAULT_NO_PLATE_WORDS, normalisePlate, parseLots, plateFolding } from "./index.js";

const page = readFileSync(new URL("../../../docs/plates.md", import.meta.url), "utf8");

/** Rows of the first table after a heading or a text, their code without its marks. */
function tableAfter(start: string): string[][] {
  const lines = page.slice(page.indexOf(start)).split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const rest = lines.slice(first + 2);
  return rest
    .slice(
      0,
      rest.findIndex((line) => !line.startsWith("|")),
    )
    .map((row) => row.split("|").slice(1, -1).map(textOf));
}

/** A name in brackets after the code is for the reader. */
const textOf = (cell: string) => /^`(.*)`/.exec(cell.trim())?.[1] ?? cell.trim();

describe("the page about plates", () => {
  it.each(tableAfter("## What is equal"))("%s and %s are %s: %s", (one, another, compared) => {
    expect(one).not.toBe(another); // an editor that normalises would make the row say nothing
    expect([one, another, compared].map((text) => normalisePlate(text))).toEqual([
      compared,
      compared,
      compared,
    ]);
  });

  it.each(tableAfter("## What is not"))("%s and %s are two plates: %s", (one, another) => {
    const plates = [one, another].map((text) => normalisePlate(text));
    expect(plates).not.toContain(undefined);
    expect(plates[0]).not.toBe(plates[1]);
  });

  it.each(tableAfter("## Which letters"))("lists every look-alike of %s", (script, from, to) => {
    const own = plateFolding([script as "Greek"]).letters;
    const shared = plateFolding([]).letters;
    const pairs = [...own].filter(([letter]) => !shared.has(letter));
    expect(pairs.map(([letter]) => letter).join("")).toBe(from);
    expect(pairs.map(([, comparedAs]) => comparedAs).join("")).toBe(to);
  });

  it("has a file of lots that does what the page says", () => {
    const lots = parseLots(/```json\n(.*?)```/s.exec(page)?.[1] ?? "");
    const plates = ["А123ВС", "ΑΒΕ1234", "A123BC"];
    const rows = tableAfter("| Plate in");
    expect(rows).toHaveLength(3);
    for (const [lot, ...compared] of rows) {
      const folding = lots.foldingOf(lot ?? "");
      expect(plates.map((plate) => normalisePlate(plate, folding))).toEqual(compared);
    }
  });

  it("lists the words that are no plate", () => {
    const block = page.split("<!-- the built-in words -->")[1]?.split("<!-- end")[0] ?? "";
    const words = [...block.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
    expect(words).toEqual(DEFAULT_NO_PLATE_WORDS);
  });
});
