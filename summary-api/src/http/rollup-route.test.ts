import { fastify } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { expect, it } from "vitest";
import type { Rollup } from "../rollups/rollup.js";
import { rollupRoute } from "./rollup-route.js";

const DAY: Rollup = {
  period: "day",
  lotId: "main",
  startsAt: new Date("2026-11-20T00:00:00Z"),
  endsAt: new Date("2026-11-21T00:00:00Z"),
  stays: 4,
  voids: 0,
  distinctPlates: 3,
  totalSeconds: 10,
  p50Seconds: 2,
  p90Seconds: 4,
  p95Seconds: 4,
  peakOccupancy: 1,
  computedAt: new Date("2026-11-21T00:00:01Z"),
  isCurrent: true,
};

it("marks rollups that were computed without their deleted stays", async () => {
  const month: Rollup = { ...DAY, period: "month", distinctPlates: undefined };
  const partly: Rollup = { ...month, p50Seconds: undefined, p90Seconds: undefined };
  const rollups = {
    list: async () => [DAY, { ...partly, p95Seconds: undefined }],
    takeMarks: async () => false,
    due: async () => [],
    recompute: async () => undefined,
    behindSince: async () => new Map(),
  };
  const app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(rollupRoute(rollups, "UTC"));
  const answer = await app.inject("/api/v1/rollups?period=month");
  expect(answer.json()).toMatchObject({
    rollups: [
      { stays: 4, distinct_plates: 3, complete: true },
      { stays: 4, mean_duration_seconds: 2.5, distinct_plates: null, complete: false },
    ],
  });
});
