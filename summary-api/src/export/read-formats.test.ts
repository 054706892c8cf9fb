import { parquetReadObjects } from "hyparquet";
import { expect, it } from "vitest";
import { minuteOf } from "../store/reads/reads.fixture.js";
import type { KeptRead } from "../store/reads/read-ledger.js";
import type { ExportFormat } from "./export-format.js";
import { READ_FORMATS } from "./read-formats.js";

const firstSeenAt = new Date("2026-11-20T10:00:00Z");
const nothing = { fate: undefined, revision: undefined, stayId: undefined, parked: undefined };
const ACCEPTED: KeptRead = {
  ...nothing,
  kind: "exit",
  lotId: "=1+1",
  plate: "0012345",
  id: "x1",
  at: minuteOf(0),
  fate: "closed",
  revision: 1_763_683_200_123,
  stayId: "s-tkviyfvhedc5wtjrnqf2g4sbul",
  plateRead: "-00 123 45",
  gateId: "north-1",
  confidence: 0.5,
  candidates: [{ plate: "0012346", confidence: 0.25 }, { plate: "0012347" }],
  firstSeenAt,
};
const PARKED: KeptRead = {
  ...nothing,
  ...{ kind: "entry", lotId: "main", plate: "AB123CD", id: "e1", at: minuteOf(1), firstSeenAt },
  parked: { code: "TOO_LATE", at: minuteOf(2) },
};

async function written(format: ExportFormat<KeptRead>): Promise<Buffer> {
  async function* pages() {
    yield [ACCEPTED, PARKED];
  }
  const chunks: Buffer[] = [];
  for await (const chunk of format.encode(pages())) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const { csv, ndjson, parquet } = READ_FORMATS.byExtension;

it("is CSV that no spreadsheet runs as a formula, with candidates as JSON", async () => {
  const [head, accepted, parked] = (await written(csv)).toString().split("\r\n");
  expect(head).toBe(
    "kind,lot_id,vehicle_plate,event_id,date_time,state,revision,stay_id,plate_read,gate_id," +
      "confidence,candidates,parked_code,parked_at,first_seen_at",
  );
  expect(accepted).toBe(
    "exit,'=1+1,0012345,x1,2026-11-20T08:00:00.000Z,closed,1763683200123," +
      "s-tkviyfvhedc5wtjrnqf2g4sbul,'-00 123 45,north-1,0.5," +
      '"[{""plate"":""0012346"",""confidence"":0.25},{""plate"":""0012347""}]",,,' +
      "2026-11-20T10:00:00.000Z",
  );
  expect(parked).toBe(
    "entry,main,AB123CD,e1,2026-11-20T08:01:00.000Z,parked,,,,,,,TOO_LATE," +
      "2026-11-20T08:02:00.000Z,2026-11-20T10:00:00.000Z",
  );
});

it("keeps plates, lots and spellings as text in Excel", async () => {
  const [, accepted] = (await written(READ_FORMATS.excelCsv)).toString().split("\r\n");
  expect(accepted).toMatch(
    /^exit,"=""=1\+1""","=""0012345""","=""x1""",2026-11-20T08:00:00\.000Z,closed,/,
  );
  expect(accepted).toContain('"=""-00 123 45"""');
});

it("has a JSON object for each read, as the list has it", async () => {
  const lines = (await written(ndjson)).toString().trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { event_id: "x1", state: "closed", candidates: [{ plate: "0012346" }, { plate: "0012347" }] },
    { event_id: "e1", state: "parked", parked_code: "TOO_LATE" },
  ]);
});

it("is a typed table in Parquet, with nulls for what is not known", async () => {
  const file = new Uint8Array(await written(parquet)).buffer;
  const [accepted, parked] = await parquetReadObjects({ file });
  expect(accepted).toMatchObject({
    ...{ kind: "exit", vehicle_plate: "0012345", state: "closed", revision: 1_763_683_200_123n },
    ...{ date_time: minuteOf(0), confidence: 0.5, parked_at: null, first_seen_at: firstSeenAt },
    candidates: '[{"plate":"0012346","confidence":0.25},{"plate":"0012347"}]',
  });
  expect(parked).toMatchObject({
    ...{ state: "parked", revision: null, confidence: null, stay_id: null, candidates: null },
    ...{ parked_code: "TOO_LATE", parked_at: minuteOf(2) },
  });
});
