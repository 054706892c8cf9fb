import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Intake } from "../intake/intake.js";
import type { Tally } from "../intake/tally.js";
import type { SummaryStore } from "../store/summary-store.js";
import { formatCursor } from "./cursor.js";
import { ProblemError, problemSchema } from "./problem.js";
import { listQuery, staySchema, statsSchema } from "./schemas.js";
import { storedStayToWire, supersededStayToWire } from "./stay-wire.js";

const errors = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 503: problemSchema };

export function queryRoutes(
  store: SummaryStore,
  intake: Intake,
  tally: Tally,
): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/summaries",
      {
        schema: {
          operationId: "listSummaries",
          summary: "Stays, newest exit first",
          querystring: listQuery,
          response: {
            200: z.object({ stays: z.array(staySchema), next_cursor: z.string().nullable() }),
            ...errors,
          },
        },
      },
      async ({ query }) => {
        const { limit, cursor, lot, ...filter } = query;
        const stays = await store.list({ ...filter, lotId: lot }, limit + 1, cursor);
        const last = stays.length > limit ? stays[limit - 1] : undefined;
        return {
          stays: stays.slice(0, limit).map(storedStayToWire),
          next_cursor: last ? formatCursor(last) : null,
        };
      },
    );
    app.get(
      "/api/v1/summaries/:stayId",
      {
        schema: {
          operationId: "readSummary",
          summary: "One stay with the revisions it replaced",
          params: z.object({ stayId: z.string().min(1).max(128) }),
          response: {
            200: staySchema.extend({ revisions: z.array(staySchema) }),
            404: problemSchema,
            ...errors,
          },
        },
      },
      async ({ params }) => {
        const stay = await store.find(params.stayId);
        if (stay === undefined) {
          const title = "No such stay";
          throw new ProblemError({ status: 404, code: "NO_SUCH_STAY", title, detail: title });
        }
        const revisions = await store.superseded(params.stayId);
        return { ...storedStayToWire(stay), revisions: revisions.map(supersededStayToWire) };
      },
    );
    app.get(
      "/api/v1/stats",
      {
        schema: {
          operationId: "readStats",
          summary: "What this process answered, and what the database holds",
          response: { 200: statsSchema, ...errors },
        },
      },
      async () => {
        const { received, stored, known, rejected } = tally;
        const { closed, void: voided } = await store.counts();
        const answered = { received, stored, known, rejected, closed, void: voided };
        const last_commit = intake.lastCommitAt?.toISOString() ?? null;
        return { ...answered, open_batches: intake.openBatches, last_commit };
      },
    );
  };
}
