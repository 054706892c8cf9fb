import { expect, it } from "vitest";
import { missingFrom } from "./missing-rows.js";

const cpu = { consumer: 1, broker: 1, redis: 1, sink: 1, database: 1 };
const measured = {
  eventsPerSecond: 5,
  entriesPerSecond: 5,
  exitsPerSecond: 5,
  cpu,
  peakMegabytes: 1,
};
const latency = {
  row: "ours",
  perSecond: 500,
  eventType: "exit" as const,
  waits: { processing: [1], endToEnd: [2] },
};
const tables = {
  throughput: [{ row: "ours", matching: 100, rounds: [measured] }],
  latency: [latency],
};
const wanted = {
  parts: ["throughput", "latency"],
  rounds: 1,
  rows: { throughput: ["ours"], latency: ["ours"] },
  growthTo: [1_000],
};

it("finds nothing missing in a run that measured all rows", () => {
  expect(missingFrom(tables, wanted)).toEqual([]);
});

it("names a missing row", () => {
  const rows = { throughput: ["ours", "theirs"], latency: ["ours", "theirs"] };
  expect(missingFrom(tables, { ...wanted, rows })).toEqual([
    "throughput of theirs",
    "latency of theirs",
  ]);
});

it("names a row without values", () => {
  const empty = {
    throughput: [{ row: "ours", matching: 100, rounds: [] }],
    latency: [{ ...latency, waits: { processing: [1], endToEnd: [Number.NaN] } }],
  };
  expect(missingFrom(empty, wanted)).toEqual([
    "throughput of ours",
    "latency of ours, exit, 500 events/s",
  ]);
});

it("names wanted parts that are missing", () => {
  expect(missingFrom({}, { ...wanted, parts: ["growth", "profile"] })).toEqual([
    "growth to 1000 events",
    "profile",
  ]);
});
