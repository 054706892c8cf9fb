import { ACCESS_PROBLEMS, ProblemError } from "@boomgate/http";
import { DATABASE_PROBLEMS, PROBLEMS } from "./problem-catalogue.js";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { CountedStays } from "../counts/counted-stays.js";
import type { FindPlates } from "../plates/find-plates.js";
import type { Intake } from "../intake/intake.js";
import type { IntakeCounts } from "../intake/intake-counts.js";
import type { SummaryStore } from "../store/stays/summary-store.js";
import { formatCursor } from "./cursor.js";
import { stayId } from "./parameters.js";
import { statsSchema, stayHistorySchema, stayPageSchema } from "./schemas.js";
import { listQuery, stayFilterOf } from "./stay-queries.js";
import { soughtToWire, storedStayToWire, supersededStayToWire } from "./stay-wire.js";

export function queryRoutes(
  store: SummaryStore,
  counted: CountedStays,
  intake: Intake,
  intakeCounts: IntakeCounts,
  findPlates: FindPlates,
): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/summaries",
      {
        config: { problems: [PROBLEMS.PARAMETER, ...ACCESS_PROBLEMS, ...DATABASE_PROBLEMS] },
        schema: {
          operationId: "listSummaries",
          summary: "Stays, newest exit first",
          querystring: listQuery,
          response: {
            200: stayPageSchema,
          },
        },
      },
      async ({ query }) => {
        const { limit, cursor } = query;
        const filter = stayFilterOf(query, findPlates);
        const stays = await store.list(filter, limit + 1, cursor);
        const last = stays.length > limit ? stays[limit - 1] : undefined;
        return {
          stays: stays.slice(0, limit).map(storedStayToWire),
          next_cursor: last ? formatCursor(last) : null,
          ...(filter.plates === undefined ? {} : soughtToWire(filter.plates)),
        };
      },
    );
    app.get(
      "/api/v1/summaries/:stayId",
      {
        config: {
          problems: [
            PROBLEMS.BAD_REQUEST,
            PROBLEMS.PARAMETER,
            PROBLEMS.NO_SUCH_STAY,
            ...ACCESS_PROBLEMS,
            ...DATABASE_PROBLEMS,
          ],
        },
        schema: {
          operationId: "readSummary",
          summary: "One stay with the revisions it replaced",
          params: z.object({ stayId }),
          response: {
            200: stayHistorySchema,
          },
        },
      },
      async ({ params }) => {
        const stay = await store.find(params.stayId);
        if (stay === undefined) throw new ProblemError(PROBLEMS.NO_SUCH_STAY);
        const revisions = await store.superseded(params.stayId);
        return { ...storedStayToWire(stay), revisions: revisions.map(supersededStayToWire) };
      },
    );
    app.get(
      "/api/v1/stats",
      {
        config: { problems: [...ACCESS_PROBLEMS, ...DATABASE_PROBLEMS] },
        schema: {
          operationId: "readStats",
          summary: "What this process answered, and what the database holds",
          response: { 200: statsSchema },
        },
      },
      async () => {
        const { received, stored, known, rejected } = intakeCounts;
        const { countedAt, ...counts } = await counted.read();
        return {
          ...{ received, stored, known, rejected },
          ...counts,
          counted_at: countedAt.toISOString(),
          open_batches: intake.openBatches,
          last_commit: intake.lastCommitAt?.toISOString() ?? null,
        };
      },
    );
  };
}
