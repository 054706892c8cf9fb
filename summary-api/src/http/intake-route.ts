import { ContractError, type StaySummary, staySummarySchema } from "@boomgate/contracts";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { checkSummary } from "../intake/check-summary.js";
import type { Intake } from "../intake/intake.js";
import type { Tally } from "../intake/tally.js";
import { ProblemError, problemSchema } from "./problem.js";
import { storeResultSchema } from "./schemas.js";

const MAX_SUMMARIES = 1_000;
/** A thousand summaries with the longest ids and lots. */
const MAX_BODY_BYTES = 2_097_152;

interface Rejection {
  readonly index: number;
  readonly code: string;
  readonly detail: string;
}

const resultSchema = z.object({ stay_id: z.string(), result: z.enum(["stored", "known"]) });

export function intakeRoute(intake: Intake, tally: Tally): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      "/api/v1/summaries",
      {
        bodyLimit: MAX_BODY_BYTES,
        // Read by the contract's parser below: one broken summary must not refuse the others.
        validatorCompiler: () => (value) => ({ value }),
        schema: {
          operationId: "storeSummaries",
          summary: "Store one summary, or up to 1,000 as an array",
          body: z.union([staySummarySchema, z.array(staySummarySchema).max(MAX_SUMMARIES)]),
          response: {
            200: z.union([resultSchema, storeResultSchema]).describe("Known, or an array"),
            201: resultSchema.describe("New or revised"),
            400: problemSchema,
            401: problemSchema,
            403: problemSchema,
            413: problemSchema,
            415: problemSchema,
            422: problemSchema,
            503: problemSchema,
          },
        },
      },
      async (request, reply) => {
        const body: unknown = request.body;
        if (Array.isArray(body)) return storeMany(body as unknown[], intake, tally);
        const stay = readOne(body, tally);
        const [outcome] = await intake.accept([stay]);
        const result = outcome === "known" ? "known" : "stored";
        tally.count(result, 1);
        return reply.code(result === "known" ? 200 : 201).send({ stay_id: stay.stayId, result });
      },
    );
  };
}

function readOne(body: unknown, tally: Tally): StaySummary {
  try {
    return checkSummary(body);
  } catch (error) {
    tally.count("rejected", 1);
    throw error;
  }
}

async function storeMany(bodies: readonly unknown[], intake: Intake, tally: Tally) {
  if (bodies.length > MAX_SUMMARIES) {
    const title = `More than ${MAX_SUMMARIES} summaries`;
    throw new ProblemError({ status: 413, code: "TOO_MANY_SUMMARIES", title, detail: title });
  }
  const stays: StaySummary[] = [];
  const rejected: Rejection[] = [];
  for (const [index, body] of bodies.entries()) {
    try {
      stays.push(checkSummary(body));
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      rejected.push({ index, code: error.code, detail: error.message });
    }
  }
  const outcomes = await intake.accept(stays);
  const known = outcomes.filter((outcome) => outcome === "known").length;
  const stored = outcomes.length - known;
  tally.count("stored", stored);
  tally.count("known", known);
  tally.count("rejected", rejected.length);
  return { received: bodies.length, stored, known, rejected };
}
