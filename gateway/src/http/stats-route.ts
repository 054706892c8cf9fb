import { ACCESS_PROBLEMS } from "@boomgate/http";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { InFlight } from "../intake/in-flight.js";
import type { Tally } from "../intake/tally.js";
import { PROBLEMS } from "../problems/problem-catalogue.js";

const statsSchema = z
  .object({
    accepted: z.int().describe("Events that the broker has"),
    ignored: z.int().describe("Events without a plate"),
    refused: z.record(z.string(), z.int()).describe("Events and whole requests, by code"),
    batches: z.int().describe("Requests whose events were judged"),
    last_confirmed_at: z.string().nullable().describe("When the broker last had an event"),
    in_flight: z.object({ events: z.int(), bytes: z.int() }),
    queues: z
      .record(z.string(), z.int())
      .nullable()
      .describe("Messages that wait in the queues of the events; null while the broker is away"),
  })
  .meta({
    id: "GatewayStats",
    description: "Counts of this replica since its start",
    examples: [
      {
        accepted: 1_203,
        ignored: 4,
        refused: { CONTRACT_BROKEN: 2, TOO_FAST: 1 },
        batches: 87,
        last_confirmed_at: "2026-11-20T09:30:31.020Z",
        in_flight: { events: 3, bytes: 412 },
        queues: { vehicle_entries: 0, vehicle_exits: 12 },
      },
    ],
  });

export interface StatsParts {
  readonly tally: Tally;
  readonly inFlight: InFlight;
  readonly backlog: { readonly depths: Readonly<Record<string, number>> | undefined };
}

export function statsRoute({ tally, inFlight, backlog }: StatsParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/stats",
      {
        config: { problems: [PROBLEMS.INTERNAL, ...ACCESS_PROBLEMS] },
        schema: {
          operationId: "readStats",
          summary: "Counts of this replica since its start",
          response: { 200: statsSchema },
        },
      },
      () => {
        const { accepted, ignored, refused, batches, lastConfirmedMs } = tally.counts;
        return {
          accepted,
          ignored,
          refused: { ...refused },
          batches,
          last_confirmed_at: lastConfirmedMs ? new Date(lastConfirmedMs).toISOString() : null,
          in_flight: { events: inFlight.events, bytes: inFlight.bytes },
          queues: backlog.depths ? { ...backlog.depths } : null,
        };
      },
    );
  };
}
