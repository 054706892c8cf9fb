import { ACCESS_PROBLEMS, ProblemError, type ProblemKind } from "@boomgate/http";
import { Readable } from "node:stream";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { ExportFormats } from "../export/export-format.js";
import { exportPages, type ListRows } from "../export/export-pages.js";
import { READ_FORMATS } from "../export/read-formats.js";
import { STAY_FORMATS } from "../export/stay-formats.js";
import type { FindPlates } from "../plates/find-plates.js";
import type { KeptRead, ReadLedger } from "../store/reads/read-ledger.js";
import type { StoredStay, SummaryStore } from "../store/stays/summary-store.js";
import type { ExportTurns } from "./export-turns.js";
import { oneOf, parameters } from "./parameters.js";
import { DATABASE_PROBLEMS, PROBLEMS } from "./problem-catalogue.js";
import { readFilterOf, readsExportQuery } from "./read-queries.js";
import { atReadersPace, READER_PACE } from "./reader-pace.js";
import { exportQuery, stayFilterOf } from "./stay-queries.js";

const EXTENSIONS = ["csv", "ndjson", "parquet"] as const;
const pathsOf = (place: string) => EXTENSIONS.map((extension) => `${place}.${extension}`);

const STAYS_AT = "/api/v1/export";
const READS_AT = "/api/v1/reads/export";
export const EXPORT_PATHS: readonly string[] = [STAYS_AT, READS_AT].flatMap(pathsOf);

/** For CSV alone. */
const excel = oneOf("true", "false")
  .optional()
  .describe(
    'For Excel: a byte order mark, and plates, lots, ids and long numbers as formulas that are a text, ="0012345". For programs leave it out.',
  );

export interface ExportSource<Row, Query extends z.ZodObject> {
  /** Path without the extension. */
  readonly at: string;
  /** What a row is, in the plural; the name of the file. */
  readonly rows: string;
  /** Beginning of the ids of the operations. */
  readonly operation: string;
  readonly formats: ExportFormats<Row>;
  readonly query: Query;
  /** Besides those of every export. */
  readonly problems: readonly ProblemKind[];
  /** @throws {ProblemError} when there is nothing to export from */
  readonly listOf: (query: z.output<Query>) => ListRows<Row>;
}

/**
 * All rows of a filter as a stream, in each of the formats.
 * @param turns - shared by all exports of the API
 */
export function exportRoute<Row, Query extends z.ZodObject>(
  { at, rows, operation, formats, query, problems, listOf }: ExportSource<Row, Query>,
  turns: ExportTurns,
  pace = READER_PACE,
): FastifyPluginAsyncZod {
  return async (app) => {
    for (const extension of EXTENSIONS) {
      const format = formats.byExtension[extension];
      app.get(
        `${at}.${extension}`,
        {
          config: {
            problems: [
              PROBLEMS.PARAMETER,
              PROBLEMS.TOO_MANY_EXPORTS,
              ...problems,
              ...ACCESS_PROBLEMS,
              ...DATABASE_PROBLEMS,
            ],
          },
          schema: {
            operationId: `${operation}${extension[0]?.toUpperCase()}${extension.slice(1)}`,
            summary: `All ${rows} of a range as a stream, newest first (${extension})`,
            querystring: extension === "csv" ? parameters({ ...query.shape, excel }) : query,
            response: {
              200: {
                description: "One line or row for each of them",
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
          const { excel: forExcel, ...filter } = asked as { readonly excel?: "true" | "false" };
          const list = listOf(filter as z.output<Query>);
          const isHead = method === "HEAD"; // no row is read
          if (!isHead) turns.begin(reply.raw);
          const wanted = forExcel === "true" ? formats.excelCsv : format;
          const chunks = isHead ? Readable.from([]) : await exportPages(list, wanted);
          void reply
            .type(format.contentType)
            .header("content-disposition", `attachment; filename="${rows}.${extension}"`)
            .header("cache-control", "no-store");
          const paced = Readable.from(atReadersPace(chunks, reply.raw, pace), { highWaterMark: 1 });
          return reply.send(paced as unknown as string); // the schema says string, the answer is a stream
        },
      );
    }
  };
}

export const staysToExport = (
  store: Pick<SummaryStore, "list">,
  findPlates: FindPlates,
): ExportSource<StoredStay, typeof exportQuery> => ({
  at: STAYS_AT,
  rows: "stays",
  operation: "export",
  formats: STAY_FORMATS,
  query: exportQuery,
  problems: [],
  listOf: (query) => {
    const filter = stayFilterOf(query, findPlates);
    return (limit, after) => store.list(filter, limit, after);
  },
});

export const readsToExport = (
  ledger: Pick<ReadLedger, "list"> | undefined,
  findPlates: FindPlates,
): ExportSource<KeptRead, typeof readsExportQuery> => ({
  at: READS_AT,
  rows: "reads",
  operation: "exportReads",
  formats: READ_FORMATS,
  query: readsExportQuery,
  problems: [PROBLEMS.LEDGER_OFF],
  listOf: (query) => {
    if (ledger === undefined) throw new ProblemError(PROBLEMS.LEDGER_OFF);
    const filter = readFilterOf(query, findPlates);
    return (limit, after) => ledger.list(filter, limit, after);
  },
});
