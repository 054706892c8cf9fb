import { ACCESS_PROBLEMS, ProblemError } from "@boomgate/http";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { FindPlates } from "../plates/find-plates.js";
import type { ReadLedger } from "../store/reads/read-ledger.js";
import { DATABASE_PROBLEMS, PROBLEMS } from "./problem-catalogue.js";
import { countsQuery, formatReadCursor, readFilterOf, readsQuery } from "./read-queries.js";
import { readCountsSchema, readPageSchema, readToWire } from "./read-schemas.js";

/** @param ledger - undefined with LEDGER=off */
export function readRoutes(
  ledger: ReadLedger | undefined,
  findPlates: FindPlates,
): FastifyPluginAsyncZod {
  const problems = [
    PROBLEMS.PARAMETER,
    PROBLEMS.LEDGER_OFF,
    ...ACCESS_PROBLEMS,
    ...DATABASE_PROBLEMS,
  ];
  const on = () => {
    if (ledger === undefined) throw new ProblemError(PROBLEMS.LEDGER_OFF);
    return ledger;
  };
  return async (app) => {
    app.get(
      "/api/v1/reads",
      {
        config: { problems },
        schema: {
          operationId: "listReads",
          summary: "What became of each read, newest first",
          querystring: readsQuery,
          response: { 200: readPageSchema },
        },
      },
      async ({ query }) => {
        const { limit, cursor } = query;
        const reads = await on().list(readFilterOf(query, findPlates), limit + 1, cursor);
        const last = reads.length > limit ? reads[limit - 1] : undefined;
        return {
          reads: reads.slice(0, limit).map(readToWire),
          next_cursor: last ? formatReadCursor(last) : null,
        };
      },
    );
    app.get(
      "/api/v1/reads/counts",
      {
        config: { problems },
        schema: {
          operationId: "countReads",
          summary: "How many reads there are of each state",
          querystring: countsQuery,
          response: { 200: readCountsSchema },
        },
      },
      async ({ query: { lot, from, to } }) => ({
        counts: [...(await on().count({ lotId: lot, from, to }))],
      }),
    );
  };
}
