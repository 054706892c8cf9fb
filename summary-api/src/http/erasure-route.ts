import { ACCESS_PROBLEMS } from "@boomgate/http";
import { DATABASE_PROBLEMS, PROBLEMS } from "./problem-catalogue.js";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { plate } from "./parameters.js";

/** Deletes a plate, given in any spelling or as a hash, from all places that keep plates. */
export interface ErasureParts {
  readonly stores: (
    plate: string,
  ) => Promise<{ readonly stays: number; readonly superseded: number; readonly reads: number }>;
  /** From the live stream: stays that were about to be sent. */
  readonly live: (plate: string) => number;
  /** From the log file: lines. */
  readonly log: (plate: string) => Promise<number>;
}

const erasedSchema = z
  .object({
    stays: z.int().describe("Stays in force"),
    superseded_stays: z.int().describe("Revisions that were replaced earlier"),
    reads: z.int().describe("Reads in the ledger"),
    live_stays: z.int().describe("Stays that were about to go out on the live stream"),
    log_lines: z.int().describe("Lines of SUMMARY_LOG_FILE, as far as this process writes it"),
  })
  .meta({
    id: "Erased",
    description: "What was deleted",
    examples: [{ stays: 3, superseded_stays: 1, reads: 6, live_stays: 0, log_lines: 4 }],
  });

export function erasureRoute({ stores, live, log }: ErasureParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.delete(
      "/api/v1/plates/:plate",
      {
        config: {
          problems: [
            PROBLEMS.BAD_REQUEST,
            PROBLEMS.PARAMETER,
            ...ACCESS_PROBLEMS,
            ...DATABASE_PROBLEMS,
          ],
        },
        schema: {
          operationId: "erasePlate",
          summary:
            "Delete all stays and reads of a plate; their rollups are computed again without them",
          params: z.object({ plate: plate.describe("Any spelling, or a hash") }),
          response: { 200: erasedSchema },
        },
      },
      async ({ params }) => {
        const { stays, superseded, reads } = await stores(params.plate);
        return {
          stays,
          superseded_stays: superseded,
          reads,
          live_stays: live(params.plate),
          log_lines: await log(params.plate),
        };
      },
    );
  };
}
