import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, readConfig } from "@boomgate/platform/config";
import { afterAll, afterEach, expect, it } from "vitest";
import { aRunningApi, wire } from "../running-api.fixture.js";
import { summaryApiSettings } from "../settings.js";

const folder = mkdtempSync(join(tmpdir(), "boomgate-lots-"));
const LOTS_FILE = join(folder, "lots.geojson");
const writeLots = (...lots: object[]) =>
  writeFileSync(
    LOTS_FILE,
    JSON.stringify({
      type: "FeatureCollection",
      features: lots.map((properties) => ({ type: "Feature", geometry: null, properties })),
    }),
  );
const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("decides how a plate is searched and erased in each lot", async () => {
  writeLots({ lot_id: "ferry", plate_scripts: ["Latin"] }, { lot_id: "main", capacity: 7 });
  const api = await aRunningApi({ LOTS_FILE });
  stops.push(() => api.stop());
  const [latin, cyrillic] = ["A123BC", "А123ВС"]; // as backends post them
  await api.post([
    wire({ id: "main", plate: latin }),
    wire({ id: "ferry latin", lotId: "ferry", plate: latin }),
    wire({ id: "ferry cyrillic", lotId: "ferry", plate: cyrillic }),
    wire({ id: "other", plate: "EF456GH" }),
  ]);
  const found = async (query: Record<string, string>) => {
    const { body } = await api.read(`/api/v1/summaries?${new URLSearchParams(query).toString()}`);
    return (body["stays"] as { exit_event_id: string }[])
      .map(({ exit_event_id }) => exit_event_id)
      .toSorted();
  };
  expect(await found({ plate: "а-123-вс" })).toEqual(["ferry cyrillic", "main"]);
  expect(await found({ plate: "a-123-bc" })).toEqual(["ferry latin", "main"]);
  expect(await found({ plate: cyrillic, lot: "main" })).toEqual(["main"]);
  expect(await found({ plate: cyrillic, lot: " ferry" })).toEqual(["ferry cyrillic"]);
  const { body } = await api.read(`/api/v1/summaries?plate=${encodeURIComponent(cyrillic)}`);
  expect(body).toMatchObject({
    plate: latin,
    plates: [
      { vehicle_plate: latin, except_lots: ["ferry"] },
      { vehicle_plate: cyrillic, only_lots: ["ferry"] },
    ],
  });
  const query = new URLSearchParams({ plate: cyrillic }).toString();
  const exported = await (await fetch(`${api.url}/api/v1/export.ndjson?${query}`)).text();
  expect(exported.trim().split("\n")).toHaveLength(2);

  const erased = await fetch(`${api.url}/api/v1/plates/${encodeURIComponent("а 123 вс")}`, {
    method: "DELETE",
  });
  expect(await erased.json()).toMatchObject({ stays: 2, superseded_stays: 0 });
  expect(await found({})).toEqual(["ferry latin", "other"]);
  expect(readFileSync(api.logFile, "utf8")).not.toContain(cyrillic);
});

it("is rejected without showing a value when it is no file of lots", () => {
  writeLots({ lot_id: "main" }, { lot_id: "ferry", plate_scripts: ["hunter2"] });
  const read = () => readConfig(summaryApiSettings, { LOTS_FILE });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow("features.1.properties.plate_scripts.0: must hold names among Latin, ");
  expect(read).toThrow(/^(?!.*hunter2)/s);
});
