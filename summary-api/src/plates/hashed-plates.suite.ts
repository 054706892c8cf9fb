import { readFileSync } from "node:fs";
import { createPlateHash } from "@boomgate/contracts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aRunningApi, wire } from "../running-api.fixture.js";
import { idOf } from "../store/stays/stays.fixture.js";

const PEPPER = "a key of at least thirty-two characters";
const { of: hashOf } = createPlateHash(PEPPER);
const hash = hashOf("AB123CD");

/** @param database - settings of an empty database */
export function hashedPlatesSuite(database: () => Promise<Readonly<Record<string, string>>>) {
  let api: Awaited<ReturnType<typeof aRunningApi>>;
  beforeEach(async () => {
    api = await aRunningApi({ ...(await database()), PLATE_PEPPER: PEPPER });
  });
  afterEach(() => api.stop());

  it("sends no plate in any answer, and still finds it by its text", async () => {
    const stream = await fetch(`${api.url}/api/v1/live`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await api.post(wire({ id: "x1" }));
    expect((await api.post(wire({ id: "x1", revision: 2 }))).status).toBe(201);
    await api.post([wire({ id: "x2" }), wire({ id: "x3", plate: "EF456GH" })]);

    const texts: string[] = [];
    let live = "";
    while (!live.includes('"x3"')) live += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    texts.push(live);
    for (const path of [
      "summaries",
      `summaries/${idOf("x1")}`,
      "export.csv",
      "export.ndjson",
      "stats",
    ]) {
      texts.push(await (await fetch(`${api.url}/api/v1/${path}`)).text());
    }
    const logged = () => readFileSync(api.logFile, "utf8");
    await expect.poll(logged, { timeout: 10_000 }).toContain("x3");
    texts.push(logged());
    expect(texts.join("\n")).not.toMatch(/AB123CD|EF456GH/);
    expect(texts.filter((text) => text.includes(hash))).toHaveLength(6);

    for (const asked of ["ab-123 cd", hash]) {
      const query = new URLSearchParams({ plate: asked });
      const { body } = await api.read(`/api/v1/summaries?${query.toString()}`);
      expect(body).toMatchObject({
        plate: hash,
        stays: [
          { vehicle_plate: hash, exit_plate: hash },
          { vehicle_plate: hash, exit_plate: hash },
        ],
      });
      const exported = await fetch(`${api.url}/api/v1/export.csv?${query.toString()}`);
      expect((await exported.text()).trim().split("\r\n")).toHaveLength(3);
    }
  });

  it("compares hashes of exit plates, and keeps those of other plates apart", async () => {
    expect((await api.post(wire({ plate: "AB123CD" }))).status).toBe(201);
    const corrected = wire({ revision: 2, plate: "EF456GH", exitPlate: "AB123CD" });
    expect((await api.post(corrected)).status).toBe(201);
    const other = wire({ revision: 3, plate: "EF456GH" });
    expect(await api.post(other)).toMatchObject({ status: 422, answer: { code: "NOT_ITS_STAY" } });
    const { body } = await api.read(`/api/v1/summaries/${idOf("x1")}`);
    expect(body).toMatchObject({ vehicle_plate: hashOf("EF456GH"), exit_plate: hash });
  });

  it.each(["ab-123 cd", hash])("erases %s in every place that keeps its hash", async (asked) => {
    await api.post(wire({ id: "x1" }));
    await api.post(wire({ id: "x1", revision: 2 }));
    await api.post(wire({ id: "x2", plate: "EF456GH" }));
    const path = `/api/v1/plates/${encodeURIComponent(asked)}`;
    const answer = await fetch(`${api.url}${path}`, { method: "DELETE" });
    expect(await answer.json()).toMatchObject({ stays: 1, superseded_stays: 1, log_lines: 2 });
    expect(readFileSync(api.logFile, "utf8")).not.toContain(hash);
    const { body } = await api.read("/api/v1/summaries");
    const kept = { exit_event_id: "x2", vehicle_plate: hashOf("EF456GH") };
    expect(body).toMatchObject({ stays: [kept] });
  });
}
