import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentOf, someChunks, someEvents } from "./read-recording.fixture.js";
import { MOST_RECORD_BYTES } from "./record-splitter.js";

const line = (id: string, more = "") =>
  `{"id":"${id}","vehicle_plate":"AB123CD","entry_date_time":"2026-03-01T08:00:00Z"${more}}`;
const utf16 = (text: string, order: "le" | "be") => {
  const bytes = Buffer.from(text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

/** How recorders put events into a file. */
const LAYOUTS: Readonly<Record<string, (events: readonly object[]) => string>> = {
  lines: (events) => events.map((event) => `${JSON.stringify(event)}\n`).join(""),
  "lines, the last without an end": (events) =>
    events.map((event) => JSON.stringify(event)).join("\n"),
  "lines with CR and LF": (events) =>
    events.map((event) => `${JSON.stringify(event)}\r\n`).join(""),
  "lines with CR": (events) => events.map((event) => `${JSON.stringify(event)}\r`).join(""),
  "lines with commas": (events) => events.map((event) => `${JSON.stringify(event)},\n`).join(""),
  "empty lines between": (events) =>
    events.map((event) => `\n \t\r\n${JSON.stringify(event)}\n`).join(""),
  "a text sequence": (events) => events.map((event) => `\u001E${JSON.stringify(event)}\n`).join(""),
  "a text sequence over lines": (events) =>
    events.map((event) => `\u001E${JSON.stringify(event, null, 2)}`).join(""),
  "objects over lines": (events) =>
    events.map((event) => JSON.stringify(event, null, 2)).join("\n"),
  "nothing between": (events) => events.map((event) => JSON.stringify(event)).join(""),
  "an array": (events) => JSON.stringify(events),
  "an array over lines": (events) => JSON.stringify(events, null, 4),
  "an array with CR and LF": (events) =>
    JSON.stringify(events, null, "\t").replaceAll("\n", "\r\n"),
  "an array with a comma too many": (events) =>
    `[\n${events.map((event) => `${JSON.stringify(event)},\n`).join("")}]`,
  "an array in each line": (events) =>
    events.map((event) => `${JSON.stringify([event])}\n`).join(""),
  "marks of byte order between": (events) =>
    events.map((event) => `\uFEFF${JSON.stringify(event)}\n`).join(""),
  "line separators between": (events) =>
    events.map((event) => `${JSON.stringify(event)}\u2028`).join("\u0085"),
};

/** How the text becomes bytes. */
const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with a mark": (text) => Buffer.from(`\uFEFF${text}`),
  "UTF-16 LE with a mark": (text) => utf16(`\uFEFF${text}`, "le"),
  "UTF-16 BE with a mark": (text) => utf16(`\uFEFF${text}`, "be"),
  "UTF-16 LE": (text) => utf16(`  ${text}`, "le"),
  "UTF-16 BE": (text) => utf16(`  ${text}`, "be"),
  gzip: (text) => gzipSync(text),
  "gzip in three members": (text) => {
    const bytes = Buffer.from(text);
    const third = Math.ceil(bytes.length / 3);
    const members = [0, 1, 2].map((nth) => bytes.subarray(nth * third, (nth + 1) * third));
    return Buffer.concat(members.map((member) => gzipSync(member)));
  },
  "gzip of UTF-16": (text) => gzipSync(utf16(`\uFEFF${text}`, "le")),
  "gzip of gzip": (text) => gzipSync(gzipSync(text)),
  "gzip, filled with zeros": (text) => Buffer.concat([gzipSync(text), Buffer.alloc(5_000)]),
};

describe("a recording", () => {
  it.each(Object.keys(LAYOUTS))("is read whole as %s, in any encoding and chunks", (layout) =>
    fc.assert(
      fc.asyncProperty(
        someEvents(),
        fc.constantFrom(...Object.keys(ENCODINGS)),
        someChunks(),
        async (events, encoding, chunks) => {
          const bytes = ENCODINGS[encoding]?.(LAYOUTS[layout]?.(events) ?? "");
          const { bodies, problems, fault } = await contentOf(bytes ?? "", chunks);
          expect({ bodies, problems, fault }).toEqual({ bodies: events, problems: [] });
        },
      ),
      { numRuns: 60 },
    ),
  );

  it("reads the same from any bytes, however they come in chunks", () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({
            unit: fc.constantFrom(...'{}[]",:\\ \n\r\u2028\u001e\u0000ae1', line("e1")),
          }),
          fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        ),
        someChunks(),
        async (bytes, chunks) => {
          expect(await contentOf(bytes, chunks)).toEqual(await contentOf(bytes));
        },
      ),
    ));

  it("loses only the line that was cut off, and reports it", () =>
    fc.assert(
      fc.asyncProperty(
        someEvents().filter((events) => events.length > 0),
        fc.nat(),
        fc.nat(),
        fc.constantFrom("\n", ",\n", "\r\n"),
        async (events, which, where, end) => {
          const lines = events.map((event) => JSON.stringify(event));
          const nth = which % lines.length;
          const cut = lines[nth] ?? "";
          // Of an event that is cut off behind its first byte, something is left.
          lines[nth] = cut.slice(0, 1 + (where % (cut.length - 1)));
          const { bodies, problems } = await contentOf(lines.join(end));
          expect(bodies).toEqual(events.filter((_, index) => index !== nth));
          expect(problems.length).toBeGreaterThan(0);
        },
      ),
    ));
});

describe("what is no event", () => {
  it.each([
    ["another text", "not json", "1: is not JSON"],
    ["zero bytes", "\u0000\u0000\u0000\u0000\u0000", "1: has zero bytes"],
    ["a comma too many in it", `${line("e1").slice(0, -1)},}`, "1: is not JSON"],
    ["a number", "42", "1: entry event breaks the contract"],
    ["null", "null", "1: entry event breaks the contract"],
    ["the beginning of an event", line("e1").slice(0, 30), "1: is not JSON"],
    ["an object over lines", `\n\n  {"id":\r\n"e1"}`, "3-4: entry event breaks the contract"],
    ["a stay", line("e1", `,"exit_date_time":"2026-03-01T09:00:00Z"`), "1: event breaks the"],
    ["long", line("e1", `,"note":"${"x".repeat(65_536)}"`), "1: is longer than 65536 bytes"],
    ["huge", line("e1", `,"note":"${"x".repeat(MOST_RECORD_BYTES)}"`), "1: is longer than"],
    ["deep", line("e1", `,"deep":${"[".repeat(60_000)}`), "1: is not JSON"],
  ])("is reported with its line: %s", async (_, text, problem) => {
    for (const after of ["", `\n${line("e2")}`]) {
      const { ids, problems } = await contentOf(`${text}${after}`);
      expect(problems).toEqual([expect.stringContaining(problem)]);
      expect(ids).toHaveLength(after === "" ? 0 : 1);
    }
  });

  it("is reported for a line whose bytes are no characters", async () => {
    const spoilt = Buffer.from(line("e1"));
    spoilt[30] = 0xff;
    const bytes = Buffer.concat([
      Buffer.from(`${line("e0")}\n`),
      spoilt,
      Buffer.from(`\n${line("e2")}`),
    ]);
    expect(await contentOf(bytes)).toMatchObject({
      ids: ["e0@1", "e2@3"],
      problems: ["2: has bytes that are no characters"],
    });
    const halved = utf16(`${line("e0")}\n${line("\ud83d")}\n${line("e2")}\n`, "le");
    expect(await contentOf(Buffer.concat([halved, Buffer.from([0x0a])]))).toMatchObject({
      ids: ["e0@1", "e2@3"],
      problems: ["2: has bytes that are no characters", "4: has bytes that are no characters"],
    });
  });

  it("is reported for an array without an end, with the line of its beginning", async () => {
    expect(await contentOf(`\n[${line("e1")},\n${line("e2")}`)).toMatchObject({
      ids: ["e1@2", "e2@3"],
      problems: ["2: begins an array that has no end"],
    });
  });

  it("does not take a null for the time of the other kind", async () => {
    const { ids } = await contentOf(line("e1", ',"exit_date_time":null'));
    expect(ids).toEqual(["e1@1"]);
  });

  it("does not lose the lines after an object without an end", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `${line(`e${index}`)},`);
    many[7] = '{"id":"e7","candidates":[';
    const { ids, problems } = await contentOf(many.join("\n"));
    expect(ids).toHaveLength(19_999);
    expect(problems.length).toBeGreaterThan(0);
  });
});

describe("bytes that are no recording", () => {
  const packed = gzipSync(Array.from({ length: 5_000 }, (_, n) => `${line(`e${n}`)}\n`).join(""));
  it.each([
    ["zip", Buffer.from("PK\u0003\u0004 and more"), "is a zip archive: unpack it first"],
    ["zstd", Buffer.from("28b52ffd0000", "hex"), "is compressed with zstd"],
    ["xz", Buffer.from("fd377a585a0000", "hex"), "is compressed with xz"],
    ["UTF-32", Buffer.from("fffe00007b000000", "hex"), "is UTF-32"],
    ["UTF-32 without a mark", Buffer.from("0000007b00000022", "hex"), "is UTF-32"],
    ["gzip of zip", gzipSync("PK\u0003\u0004"), "is a zip archive"],
    ["gzip and text", Buffer.concat([packed, Buffer.from(line("e"))]), "gzip data is damaged"],
    ["gzip, zeros and text", Buffer.concat([packed, Buffer.alloc(9), Buffer.from("x")]), "gzip"],
    [
      "gzip, many zeros and gzip",
      Buffer.concat([packed, Buffer.alloc(9_999), packed]),
      "other bytes",
    ],
  ])("are refused: %s", async (_, bytes, problem) => {
    expect((await contentOf(bytes)).fault).toContain(problem);
    expect((await contentOf(bytes, [7])).fault).toBeDefined();
  });

  it("are reported after what could be read: gzip data that is cut off", async () => {
    const { ids, problems, fault } = await contentOf(packed.subarray(0, packed.length / 2));
    expect(fault).toBe("the gzip data is cut off: its end is missing");
    expect(ids.length).toBeGreaterThan(1_000);
    expect(problems).toHaveLength(1);
    for (const length of [packed.length - 1, packed.length - 8]) {
      const cut = await contentOf(packed.subarray(0, length));
      expect([cut.ids.length, cut.fault]).toEqual([5_000, fault]);
    }
  });

  it("are none: an empty recording", async () => {
    for (const bytes of ["", "\n\n", "[]", "\uFEFF", gzipSync("")]) {
      expect(await contentOf(bytes)).toMatchObject({ ids: [], problems: [] });
    }
  });
});
