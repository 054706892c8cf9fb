import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parkedQueueOf, pipelineTopology, type StaySummary } from "@boomgate/contracts";
import { readConfig } from "@boomgate/platform/config";
import { createMemoryBroker } from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { afterEach, expect, it } from "vitest";
import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { backendSettings } from "../config.js";
import { lifetimes } from "../domain/history.fixture.js";
import { startBackend } from "../container.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const NOW_MS = Date.UTC(2026, 2, 1, 12);
const clock = { now: () => NOW_MS, sleep: () => new Promise<void>(() => undefined) };
const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function aBackend(env: NodeJS.ProcessEnv = {}) {
  const broker = createMemoryBroker({ topology: pipelineTopology(names, "classic") });
  const posted: StaySummary[] = [];
  const registry = new Registry();
  const backend = await startBackend(readConfig(backendSettings, { LEDGER: "off", ...env }), {
    broker,
    store: new MemoryPlateHistoryStore(clock, lifetimes),
    sink: {
      post: async (stays) => {
        posted.push(...stays);
        return stays.map(() => "accepted" as const);
      },
    },
    names,
    clock,
    log: createLogger({ service: "backend", level: "silent", showPlates: false }),
    registry,
  });
  stops.push(async () => {
    await backend.stop();
    await broker.close();
  });
  const minutesAgo = (minutes: number) => new Date(NOW_MS - minutes * 60_000).toISOString();
  const send = (routingKey: string, body: object) =>
    broker.publish({
      ...{ exchange: "", routingKey, body: Buffer.from(JSON.stringify(body)), headers: {} },
      messageId: "m1",
    });
  let cars = 0;
  const valuesOf = async (name: string, label: string) => {
    const values = (await registry.getSingleMetric(name)?.get())?.values ?? [];
    const counts: Record<string, number> = {};
    for (const { labels, value } of values) {
      if (value > 0) {
        const key = String((labels as Record<string, unknown>)[label]);
        counts[key] = (counts[key] ?? 0) + value;
      }
    }
    return counts;
  };
  return {
    backend,
    posted,
    /** Half an hour in the car park, read as one plate at the entry and as another at the exit. */
    visit: async (entryPlate: unknown, exitPlate: unknown, more: object = {}) => {
      const id = (cars += 1);
      const entry = { id: `e${id}`, vehicle_plate: entryPlate, entry_date_time: minutesAgo(31) };
      const exit = { id: `x${id}`, vehicle_plate: exitPlate, exit_date_time: minutesAgo(1) };
      await send(names.entryQueue, { ...entry, ...more });
      await send(names.exitQueue, { ...exit, ...more });
    },
    outcomes: () => valuesOf("parking_events_total", "outcome"),
    fieldsIgnored: () => valuesOf("parking_event_fields_ignored_total", "field"),
    parked: () => broker.depth(parkedQueueOf(names)),
    settled: async (events: number) =>
      expect
        .poll(async () =>
          Object.values(await valuesOf("parking_events_total", "outcome")).reduce(
            (sum, count) => sum + count,
            0,
          ),
        )
        .toBe(events),
  };
}

const aFile = (content: object) => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-lots-"));
  stops.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "lots.geojson"), JSON.stringify(content));
  return join(folder, "lots.geojson");
};

it.each([
  ...[null, "", "unknown", "NO PLATE", "无牌车", "0000000", "--", "n/a", "ohne Kennzeichen"],
])("makes no stay of two cars whose plates were not read: %j", async (said) => {
  const { visit, settled, outcomes, posted, parked, backend } = await aBackend();
  await visit(said, said);
  await visit("AB123CD", "AB123CD");
  await settled(4);
  expect(await outcomes()).toMatchObject({ no_plate: 2, closed: 1 });
  expect(await backend.noPlate()).toBe(2);
  expect(posted.map(({ stayId }) => stayId)).toHaveLength(1);
  expect(await parked()).toBe(0);
  const reads = Object.values(await backend.readCounts()).reduce((sum, count) => sum + count, 0);
  expect(reads).toBe(2);
});

it("knows the operator's own words for it", async () => {
  const { visit, settled, outcomes } = await aBackend({ NO_PLATE_WORDS: "+tbd,-null" });
  await visit("TBD", "tbd");
  await visit("NULL", "null");
  await settled(4);
  expect(await outcomes()).toMatchObject({ no_plate: 2, closed: 1 });
});

it("counts each optional field that says nothing, and makes the stay all the same", async () => {
  const { visit, settled, fieldsIgnored, posted } = await aBackend();
  await visit("AB123CD", "ab 123-cd", { lot_id: null, gate_id: null, confidence: null });
  await visit("AB123CE", "AB123CE", { confidence: 98, candidates: [{ plate: "AB123CF" }, 7] });
  await visit("unknown", "unknown", { gate_id: ["north"] });
  await settled(6);
  expect(posted).toHaveLength(2);
  expect(posted.map(({ lotId }) => lotId)).toEqual(["main", "main"]);
  expect(await fieldsIgnored()).toEqual({ lot_id: 2, gate_id: 4, confidence: 4, candidates: 2 });
});

it("compares plates as their lot does", async () => {
  const lots = {
    type: "FeatureCollection",
    features: [
      {
        type: "Feature",
        geometry: null,
        properties: { lot_id: "ferry", plate_scripts: ["Latin"] },
      },
    ],
  };
  const { visit, settled, posted } = await aBackend({ LOTS_FILE: aFile(lots) });
  await visit("А123ВС", "A123BC");
  await visit("А123ВС", "A123BC", { lot_id: "ferry" });
  await visit("А777ВС", "а777вс", { lot_id: "ferry " });
  await settled(6);
  expect(posted.map(({ plate, lotId }) => `${plate} ${lotId}`).toSorted()).toEqual([
    "A123BC main", // all Latin
    "А777ВС ferry",
  ]);
});

it.each([
  [{ type: "Feature" }, 'LOTS_FILE: lots file breaks the contract: type: must be "FeatureColl'],
  [
    { type: "FeatureCollection", features: [{ type: "Feature", properties: { lot_id: 7 } }] },
    "features.0.properties.lot_id: must be a string",
  ],
])("is not configured by a file of lots that is none", (content, problem) => {
  expect(() => readConfig(backendSettings, { LOTS_FILE: aFile(content) })).toThrow(problem);
});
