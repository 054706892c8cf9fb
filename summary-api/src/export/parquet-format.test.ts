import { parquetReadObjects } from "hyparquet";
import { expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import type { StoredStay } from "../store/stays/summary-store.js";
import { STAY_FORMATS } from "./stay-formats.js";

async function rowsOf(...stays: StoredStay[]) {
  async function* pages() {
    yield stays;
  }
  const chunks = [];
  for await (const chunk of STAY_FORMATS.byExtension.parquet.encode(pages()))
    chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  return parquetReadObjects({ file: new Uint8Array(bytes).buffer });
}
const stored = (stay: ReturnType<typeof aStay>): StoredStay => ({
  ...stay,
  receivedAt: new Date("2026-11-20T10:00:00.123Z"),
  corrections: 2,
});

it("has nulls for the missing fields of a void", async () => {
  const [row, other] = await rowsOf(
    stored(aStay({ id: "v", status: "void", exitPlate: "READ" })),
    stored(aStay({ id: "x", revision: Number.MAX_SAFE_INTEGER })),
  );
  expect(row).toMatchObject({
    exit_event_id: "v",
    status: "void",
    corrections: 2,
    exit_plate: "READ",
  });
  expect([row?.["entry_event_id"], row?.["entry_date_time"], row?.["duration_seconds"]]).toEqual([
    null,
    null,
    null,
  ]);
  expect(other).toMatchObject({ revision: BigInt(Number.MAX_SAFE_INTEGER), status: "closed" });
});

it("does not change text of any script", async () => {
  const lotId = "Zürich 🚗 ','';--";
  const [row] = await rowsOf(stored({ ...aStay({ id: "x" }), lotId }));
  expect(row).toMatchObject({ lot_id: lotId });
});
