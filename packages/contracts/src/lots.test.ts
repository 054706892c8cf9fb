import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ContractError,
  DEFAULT_FOLDING,
  DEFAULT_LOTS,
  isSoughtStay,
  NO_LOOK_ALIKES,
  normalisePlate,
  parseEntryEvent,
  parseLots,
  plateFolding,
  soughtPlates,
} from "./index.js";
import { DEFAULT_NO_PLATE } from "./no-plate.js";

const aLot = (properties: object, more: object = {}) => ({ type: "Feature", properties, ...more });
const aFile = (...features: object[]) => JSON.stringify({ type: "FeatureCollection", features });

const lots = parseLots(
  aFile(
    aLot({ lot_id: "main", capacity: 400, plate_scripts: ["Greek", "Latin", "Cyrillic", "Thai"] }),
    aLot({ lot_id: "ferry", plate_scripts: ["Latin"] }, { geometry: null }),
    aLot({ lot_id: "border ", plate_scripts: ["Cyrillic"] }, { geometry: { type: "Point" } }),
    aLot({ lot_id: "plain", name: "P", plate_scripts: undefined }, { id: 7, bbox: [] }),
    aLot({ lot_id: "Zu\u0308rich", plate_scripts: ["Latin", "Arabic"] }),
  ),
);

describe("the file of lots", () => {
  it("says how the plates of each lot are compared", () => {
    expect(lots.foldingOf("main")).toBe(DEFAULT_FOLDING);
    expect(lots.foldingOf("plain")).toBe(DEFAULT_FOLDING);
    expect(lots.foldingOf("nowhere")).toBe(DEFAULT_FOLDING);
    expect(lots.foldingOf("__proto__")).toBe(DEFAULT_FOLDING);
    expect(lots.foldingOf("ferry")).toBe(NO_LOOK_ALIKES);
    expect(lots.foldingOf("Zürich")).toBe(NO_LOOK_ALIKES);
    expect(lots.foldingOf("border")).toBe(plateFolding(["Latin", "Cyrillic"]));
    expect([...lots.folded.keys()]).toEqual(["ferry", "border", "Zürich"]);
  });

  it("may hold no lot, and begin with a byte order mark", () => {
    expect(parseLots(`\ufeff${aFile()}`).folded.size).toBe(0);
  });

  const good = aLot({ lot_id: "main" });
  const scripts = "must hold names among Latin, Cyrillic, Greek, ";
  it.each<[string, readonly string[]]>([
    ["", ["must be JSON"]],
    ["{", ["must be JSON"]],
    ["[]", ["body: must be a JSON object"]],
    ["null", ["body: must be a JSON object"]],
    ["{}", ['type: must be "FeatureCollection"', "features: must be an array"]],
    [JSON.stringify(good), ['type: must be "FeatureCollection"', "features: must be an array"]],
    [aFile({}), ['features.0.type: must be "Feature"', "features.0.properties: must be an object"]],
    [aFile(good, aLot({})), ["features.1.properties.lot_id: must be a string"]],
    [aFile(aLot({ lot_id: "" })), ["features.0.properties.lot_id: must not be empty"]],
    [
      aFile(aLot({ lot_id: "\u200b" })),
      ["features.0.properties.lot_id: must hold something that can be seen"],
    ],
    [
      aFile(good, aLot({ lot_id: " main" })),
      ["features.1.properties.lot_id: is that of a feature before"],
    ],
    [
      aFile(aLot({ lot_id: "a", plate_scripts: "Latin" })),
      [`features.0.properties.plate_scripts: ${scripts}`],
    ],
    [
      aFile(aLot({ lot_id: "a", plate_scripts: [] })),
      [`features.0.properties.plate_scripts: ${scripts}`],
    ],
    [
      aFile(aLot({ lot_id: "a", plate_scripts: null })),
      [`features.0.properties.plate_scripts: ${scripts}`],
    ],
    [
      aFile(aLot({ lot_id: "a", plate_scripts: ["latin"] })),
      [`features.0.properties.plate_scripts.0: ${scripts}`],
    ],
    [aFile({ ...good, geometry: "here" }), ["features.0.geometry: must be an object or null"]],
  ])("is refused when it is %s, place by place", (text, problems) => {
    const parse = () => parseLots(text);
    expect(parse).toThrow(ContractError);
    try {
      parse();
    } catch (error) {
      const said = (error as ContractError).problems;
      expect(said.map((problem, index) => problem.slice(0, problems[index]?.length))).toEqual(
        problems,
      );
    }
  });
});

const spellings = ["А123ВС", "A123BC", "ΑΒ1", "АВ1", "AB1", "٣В", "мир"];
const lotIds = ["main", "ferry", "border", "plain", "nowhere"];
const reading = { lots, noPlate: DEFAULT_NO_PLATE };
const plateIn = (lotId: string, vehicle_plate: string) =>
  parseEntryEvent(
    { id: "e1", lot_id: lotId, vehicle_plate, entry_date_time: "2026-03-01T08:30:00Z" },
    reading,
  ).plate;

describe("a plate that is looked for", () => {
  it("is in each lot what the lot compares it as, and nothing else", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...spellings),
        fc.constantFrom(...spellings),
        fc.constantFrom(...lotIds),
        (asked, read, lotId) => {
          const stay = { lotId, plate: plateIn(lotId, read) };
          const isMeant = stay.plate === plateIn(lotId, asked);
          const inLots = soughtPlates(asked, lots);
          expect(inLots.some((sought) => isSoughtStay(sought, stay))).toBe(isMeant);
          const inLot = soughtPlates(asked, lots, lotId);
          expect(inLot.some((sought) => isSoughtStay(sought, stay))).toBe(isMeant);
        },
      ),
      { numRuns: 2_000 },
    ));

  it("is one where all lots agree, as for nearly all plates", () => {
    expect(soughtPlates("ab 123-cd", lots)).toEqual([{ plate: "AB123CD" }]);
    expect(soughtPlates("А123ВС", DEFAULT_LOTS)).toEqual([{ plate: "A123BC" }]);
    expect(soughtPlates("А123ВС", lots)).toEqual([
      { plate: "A123BC", lots: { except: ["ferry", "Zürich"] } },
      { plate: "А123ВС", lots: { only: ["ferry", "Zürich"] } },
    ]);
    expect(soughtPlates("А123ВС", lots, "ferry")).toEqual([{ plate: "А123ВС" }]);
  });

  it("is none where there is nothing of it, or too much in some lot", () => {
    for (const raw of ["", "--", "A".repeat(25)]) expect(soughtPlates(raw, lots)).toEqual([]);
    const long = "Ў".repeat(24); // as Latin letters these have marks apart
    expect(normalisePlate(long, DEFAULT_FOLDING)).toBeUndefined();
    expect(soughtPlates(long, lots)).toEqual([
      { plate: long, lots: { only: ["ferry", "Zürich"] } },
    ]);
  });
});
