import { describeWith } from "@boomgate/testing/vitest";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { float8Array, int8Array, textArray, timestampArray } from "./binary-arrays.js";

describeWith("postgres", "arrays in PostgreSQL's binary format", (urls) => {
  let client: Client;
  beforeAll(async () => {
    client = new Client({ connectionString: urls.postgres });
    await client.connect();
  });
  afterAll(() => client.end());

  async function readBack(type: string, array: Buffer): Promise<unknown> {
    const { rows } = await client.query<{ a: string }>(`select to_json($1::${type}) as a`, [array]);
    return rows[0]?.a;
  }

  it.each([
    ["nothing", []],
    ["some", ["a", undefined, "", "ÄÖ 東京 🚗", 'quote " \\ {} , NULL', "x".repeat(300)]],
  ])("are read as the same texts: %s", async (_what, texts: (string | undefined)[]) => {
    const read = await readBack("text[]", textArray(texts));
    expect(read).toEqual(texts.map((text) => text ?? null));
  });

  it("are read as the same numbers", async () => {
    const whole = [0, 1, -1, 2 ** 32, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, undefined];
    const read = await readBack("int8[]", int8Array(whole));
    expect(read).toEqual(whole.map((number) => number ?? null));
    const fractions = [0.1, -1e300, 5_430.5, undefined];
    const again = await readBack("float8[]", float8Array(fractions));
    expect(again).toEqual(fractions.map((number) => number ?? null));
  });

  it("are read as the same instants", async () => {
    const texts = [
      "2000-01-01T00:00:00.000Z",
      "1999-12-31T23:59:59.999Z",
      "2099-12-31T12:34:56.789Z",
    ];
    const array = timestampArray(texts.map((text) => Date.parse(text)));
    const { rows } = await client.query<{ at: Date }>("select unnest($1::timestamptz[]) as at", [
      array,
    ]);
    expect(rows.map(({ at }) => at.toISOString())).toEqual(texts);
  });
});
