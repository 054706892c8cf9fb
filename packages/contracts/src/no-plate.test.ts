import { describe, expect, it } from "vitest";
import {
  createNoPlateWords,
  DEFAULT_LOTS,
  DEFAULT_NO_PLATE_WORDS,
  type EntryEvent,
  type ExitEvent,
  type NoPlateEvent,
  parseLots,
  parseNoPlateWords,
  readEntryEvent,
  readExitEvent,
} from "./index.js";

const body = { id: "e1", entry_date_time: "2026-03-01T08:30:00Z" };
const kindOf = (vehicle_plate: unknown, noPlate = createNoPlateWords(DEFAULT_NO_PLATE_WORDS)) =>
  readEntryEvent({ ...body, vehicle_plate }, { lots: DEFAULT_LOTS, noPlate }).kind;

describe("a camera that read no plate", () => {
  it.each([
    null,
    "",
    " ",
    "--",
    "???",
    "-.-",
    "🚗",
    "\u200b",
    "\u0308",
    "0",
    "0000000",
    "００",
    "٠٠٠",
  ])("says so with %j", (vehicle_plate) => {
    expect(kindOf(vehicle_plate)).toBe("no_plate");
  });

  it.each(DEFAULT_NO_PLATE_WORDS)("says so with %s, in any spelling", (word) => {
    for (const spelled of [word, word.toUpperCase(), ` ${word.normalize("NFD")}-`, `<${word}>`]) {
      expect([spelled, kindOf(spelled)]).toEqual([spelled, "no_plate"]);
    }
  });

  it.each([
    ...["No_Plate", "N/A", "unlicensed ", "ＮＵＬＬ", "𝐔𝐍𝐊𝐍𝐎𝐖𝐍", "[none]", "NOT-READ", "UΝKΝOWΝ"],
    ...["未識別", "Sin Matri\u0301cula", "OHNE  KENNZEICHEN", "БЕЗ НОМЕРА", "plakasiz", "(NULL)"],
  ])("says so with %s", (vehicle_plate) => {
    expect(kindOf(vehicle_plate)).toBe("no_plate");
  });

  it.each([
    ...[
      "AB123CD",
      "0A",
      "00001",
      "NA1",
      "UNKNOWN1",
      "NOPLATE7",
      "NULLE",
      "О",
      "无",
      "牌",
      "X",
      "7",
    ],
    ...["NONE12", "粤B12345", "無1", "BRAK1", "01"],
  ])("does not say so with %s", (vehicle_plate) => {
    expect(kindOf(vehicle_plate)).toBe("entry");
  });

  it("is an event of which id and time are right: else nobody knows what it is", () => {
    const wrong = { vehicle_plate: "unknown", id: 7, entry_date_time: "08:30" };
    expect(() => readEntryEvent(wrong)).toThrow(/id: must be a string; entry_date_time: must be/);
    const exit = { id: "x1", vehicle_plate: null, exit_date_time: "2026-03-01T08:30:00Z" };
    expect(readExitEvent({ ...exit, gate_id: null })).toEqual({
      kind: "no_plate",
      id: "x1",
      at: new Date("2026-03-01T08:30:00Z"),
      lotId: "main",
      gateId: undefined,
      ignored: ["gate_id"],
    } satisfies NoPlateEvent | EntryEvent | ExitEvent);
  });

  it("is found in a lot that knows no look-alikes, too", () => {
    const lots = parseLots(
      `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"lot_id":"main","plate_scripts":["Latin"]}}]}`,
    );
    const reading = { lots, noPlate: createNoPlateWords(DEFAULT_NO_PLATE_WORDS) };
    for (const [vehicle_plate, kind] of [
      ["без номера", "no_plate"],
      ["unknown", "no_plate"],
      ["UΝKΝOWΝ", "entry"], // with a Greek Ν: other letters here
    ]) {
      expect(readEntryEvent({ ...body, vehicle_plate }, reading).kind).toBe(kind);
    }
  });
});

describe("NO_PLATE_WORDS", () => {
  it("is instead of the built-in words", () => {
    const words = parseNoPlateWords("tbd, Ohne Schild,--");
    for (const said of ["TBD", "ohne-schild", "", "000"])
      expect(kindOf(said, words)).toBe("no_plate");
    for (const plate of ["unknown", "NA"]) expect(kindOf(plate, words)).toBe("entry");
  });

  it("adds words and takes some out, but never that nothing is no plate", () => {
    const words = parseNoPlateWords("+tbd, - NA,-null,-0");
    for (const said of ["tbd", "unknown", "", "0"]) expect(kindOf(said, words)).toBe("no_plate");
    for (const plate of ["NA", "n/a", "NULL"]) expect(kindOf(plate, words)).toBe("entry");
  });

  it.each([
    ["", "must hold a word"],
    [" , ,", "must hold a word"],
    ["+tbd,na", "must have + or - before every word, or before none"],
  ])("is not %j", (text, problem) => {
    expect(() => parseNoPlateWords(text)).toThrow(problem);
  });
});
