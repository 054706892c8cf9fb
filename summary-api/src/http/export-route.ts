import { ACCESS_PROBLEMS, ProblemError } from "@boomgate/http";
import { DATABASE_PROBLEMS, PROBLEMS } from "./problem-catalogue.js";
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { excelCsv } from "../export/excel-csv.js";
import { EXPORT_FORMATS, exportStays } from "../export/export-stays.js";
import type { SummaryStore } from "../store/stays/summary-store.js";
import type { FindPlates } from "../plates/find-plates.js";
import { atReadersPace, READER_PACE } from "./reader-pace.js";
import { csvQuery, exportQuery, stayFilterOf } from "./stay-queries.js";

/** A reader that reads nothing for this long is disconnected. */
const STALLED_MS = 60_000;
/** Exports at the same time; each has a page or two in memory. */
const MAX_EXPORTS = 16;

const pathOf = (format: string) => `/api/v1/export.${format}`;
export const EXPORT_PATHS: readonly string[] = Object.keys(EXPORT_FORMATS).map(pathOf);

export function exportRoute(
  store: Pick<SummaryStore, "list">,
  findPlates: FindPlates,
  stalledMs = STALLED_MS,
  pace = READER_PACE,
): FastifyPluginAsyncZod {
  let underWay = 0;
  const begin = (response: ServerResponse) => {
    if (underWay >= MAX_EXPORTS) throw new ProblemError(PROBLEMS.TOO_MANY_EXPORTS);
    underWay += 1;
    response.once("close", () => (underWay -= 1));
    response.setTimeout(stalledMs, () => response.destroy());
  };
  return async (app) => {
    for (const [name, format] of Object.entries(EXPORT_FORMATS)) {
      app.get(
        pathOf(name),
        {
          config: {
            problems: [
              PROBLEMS.PARAMETER,
              PROBLEMS.TOO_MANY_EXPORTS,
              ...ACCESS_PROBLEMS,
              ...DATABASE_PROBLEMS,
            ],
          },
          schema: {
            operationId: `export${name[0]?.toUpperCase()}${name.slice(1)}`,
            summary: `All stays of a range as a stream, newest exit first (${name})`,
            querystring: name === "csv" ? csvQuery : exportQuery,
            response: {
              200: {
                description: "One line or row for each stay",
                content: {
                  [format.contentType.split(";", 1)[0] ?? ""]: {
                    schema: z.string().meta({ examples: [format.example] }),
                  },
                },
              },
            },
          },
        },
        async ({ query: asked, method }, reply) => {
          const { excel, ...query } = { excel: undefined, ...asked };
          const isHead = method === "HEAD"; // no stay is read
          if (!isHead) begin(reply.raw);
          const wanted = stayFilterOf(query, findPlates);
          const stays = isHead
            ? Readable.from([])
            : await exportStays(store, wanted, excel === "true" ? excelCsv : format);
          void reply
            .type(format.contentType)
            .header("content-disposition", `attachment; filename="stays.${name}"`)
            .header("cache-control", "no-store");
          const paced = Readable.from(atReadersPace(stays, reply.raw, pace), { highWaterMark: 1 });
          return reply.send(paced as unknown as string); // the schema says string, the answer is a stream
        },
      );
    }
  };
}
