import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterEach, describe, expect, it } from "vitest";
import { exportOf, numbered, receivedAt, stopExport } from "./export-route.fixture.js";

afterEach(stopExport);

describe("an export", () => {
  it("streams all stays of the filter, as CSV with a header line", async () => {
    const { url, asked } = await exportOf(2_500);
    const answer = await fetch(
      `${url}.csv?lot=main&plate=ab-123-cd&exit_event_id=17&from=2026-11-20T00:00:00Z`,
    );
    const lines = (await answer.text()).split("\r\n");
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(lines).toHaveLength(2_502);
    expect(lines[0]).toMatch(/^stay_id,revision,status,lot_id,vehicle_plate,exit_plate,/);
    expect(lines[2_500]).toBe(
      `${numbered(2_499).stayId},1,closed,main,AB123CD,AB123CD,entry-of-s2499,s2499,` +
        "2026-11-19T21:48:21.000Z,2026-11-19T23:18:21.000Z,5400,PT1H30M,2026-11-20T10:00:00.000Z,0",
    );
    const from = new Date("2026-11-20T00:00:00Z");
    expect(asked).toHaveLength(3);
    expect(asked[2]).toEqual({
      lotId: "main",
      plates: [{ plate: "AB123CD" }],
      exitEventId: "17",
      from,
    });
  });

  it("streams one JSON object per line", async () => {
    const { url } = await exportOf(1_000);
    const lines = (await (await fetch(`${url}.ndjson`)).text()).trimEnd().split("\n");
    expect(lines).toHaveLength(1_000);
    expect(JSON.parse(lines[999] ?? "")).toMatchObject({
      exit_event_id: "s999",
      duration: "PT1H30M",
    });
  });

  it("is a typed table in Parquet, in several row groups", async () => {
    const { url } = await exportOf(12_500);
    const answer = await fetch(`${url}.parquet`);
    expect(answer.headers.get("content-type")).toBe("application/vnd.apache.parquet");
    const file = await answer.arrayBuffer();
    expect(parquetMetadata(file).row_groups.map(({ num_rows }) => num_rows)).toEqual([
      5_000n,
      5_000n,
      2_500n,
    ]);
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(12_500);
    expect(rows[12_000]).toEqual({
      stay_id: numbered(12_000).stayId,
      revision: 1n,
      status: "closed",
      lot_id: "main",
      vehicle_plate: "AB123CD",
      exit_plate: "AB123CD",
      entry_event_id: "entry-of-s12000",
      exit_event_id: "s12000",
      entry_date_time: new Date("2026-11-19T19:10:00Z"),
      exit_date_time: new Date("2026-11-19T20:40:00Z"),
      duration_seconds: 5_400,
      received_at: receivedAt,
      corrections: 0,
    });
  });

  it("is a Parquet file that tools can open also when there is no stay", async () => {
    const { url } = await exportOf(0);
    const file = await (await fetch(`${url}.parquet`)).arrayBuffer();
    expect(parquetMetadata(file).num_rows).toBe(0n);
  });

  it("reads no stay for a HEAD request", async () => {
    const { url, asked } = await exportOf(10);
    expect((await fetch(`${url}.csv`, { method: "HEAD" })).status).toBe(200);
    expect(asked).toHaveLength(0);
  });

  it("is made for Excel on request, and only as CSV", async () => {
    const { url } = await exportOf(1);
    const bytes = Buffer.from(await (await fetch(`${url}.csv?excel=true`)).arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString()).toContain(',"=""AB123CD""",');
    expect(await (await fetch(`${url}.csv?excel=false`)).text()).toContain(",AB123CD,");
    for (const refused of ["csv?excel=yes", "csv?excel=", "ndjson?excel=true"]) {
      expect((await fetch(`${url}.${refused}`)).status).toBe(400);
    }
  });

  it("refuses a malformed range", async () => {
    const { url } = await exportOf(1);
    expect((await fetch(`${url}.csv?from=yesterday`)).status).toBe(400);
  });
});
