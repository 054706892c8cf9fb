import { expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import { STAY_FORMATS } from "./stay-formats.js";

const encoded = async (...wanted: Parameters<typeof aStay>) => {
  const receivedAt = new Date("2026-11-20T10:00:00Z");
  const stay = { ...aStay(...wanted), receivedAt, corrections: 0 };
  const pages = (async function* () {
    yield [stay];
  })();
  let text = "";
  for await (const chunk of STAY_FORMATS.excelCsv.encode(pages)) text += String(chunk);
  return text;
};

/** What Excel shows: a cell of CSV, and the value of a formula that is a text. */
const shownBy = (line: string) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = ""]) => {
    const cell = quoted?.replaceAll('""', '"') ?? plain;
    const [, text] = /^="((?:[^"]|"")*)"$/.exec(cell) ?? [];
    return text === undefined ? { cell } : { text: text.replaceAll('""', '"') };
  });

it("begins with a byte order mark, by which Excel recognises UTF-8, and a header line", async () => {
  expect(Buffer.from(await encoded()).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(await encoded()).toMatch(/^\ufeffstay_id,revision,status,lot_id,vehicle_plate,/);
});

it.each(["0012345", "1E5", "12E3", "3MAR26", "1234567890123456", "TRUE", "1-2", "AB123CD"])(
  "keeps the plate %s as the text it is",
  async (plate) => {
    const [, line = ""] = (await encoded({ plate })).split("\r\n");
    expect(shownBy(line)).toContainEqual({ text: plate });
    expect(line).not.toMatch(new RegExp(`(^|,)"?${plate}"?(,|$)`));
  },
);

it.each([
  '=HYPERLINK("http://x")',
  "@SUM(1)",
  "-2+3",
  "\"&cmd|' /C calc'!A0&\"",
  'Zürich, "Süd"',
  "\uff1d1+1",
])("keeps %s as text and does not run it", async (lotId) => {
  const [, line = ""] = (await encoded({ lotId, id: "007" })).split("\r\n");
  const cells = shownBy(line);
  expect(cells).toContainEqual({ text: lotId });
  // What is no text of ours is a word, a number or a time.
  for (const each of cells) if ("cell" in each) expect(each.cell).toMatch(/^[\w:.-]*$/);
});

it("keeps every digit of a large number, and leaves small ones numbers", async () => {
  const [, line = ""] = (await encoded({ revision: Number.MAX_SAFE_INTEGER })).split("\r\n");
  expect(shownBy(line)).toContainEqual({ text: "9007199254740991" });
  expect(shownBy(line)).toContainEqual({ cell: "5400" });
});
