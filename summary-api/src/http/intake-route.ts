import { ACCESS_PROBLEMS, ProblemError, type RequestTraces, readStrictJson } from "@boomgate/http";
import { DATABASE_PROBLEMS, PROBLEMS } from "./problem-catalogue.js";
import { EXAMPLE_STAY, type StaySummary, staySummarySchema } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import type { FastifyBaseLogger } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  checkSummary,
  isRejection,
  NotItsStayError,
  type RejectionError,
  type TimeLimits,
} from "../intake/check-summary.js";
import type { Intake } from "../intake/intake.js";
import type { IntakeCounts } from "../intake/intake-counts.js";
import { storeResultSchema } from "./schemas.js";

const MAX_SUMMARIES = 1_000;
/** Enough for a thousand summaries with the longest ids and lots. */
const MAX_BODY_BYTES = 2_097_152;

interface Rejection {
  readonly index: number;
  readonly code: RejectionError["code"];
  readonly detail: string;
}

const EXAMPLE = { ...EXAMPLE_STAY, vehicle_plate: "AB 123-CD" };
const { stay_id } = EXAMPLE;

/** Under the key `x-examples`, as zod drops `examples` of a schema that transforms its input. */
const EXAMPLES = { one: { value: EXAMPLE }, many: { value: [EXAMPLE] } };

const resultSchema = z.object({ stay_id: z.string(), result: z.enum(["stored", "known"]) }).meta({
  id: "StoredOne",
  description: "New or revised",
  examples: [{ stay_id, result: "stored" }],
});

const bodySchema = z
  .union([staySummarySchema, z.array(staySummarySchema).max(MAX_SUMMARIES)])
  .meta({ description: "One summary, or an array of them", "x-examples": EXAMPLES });

export const INTAKE_PATH = "/api/v1/summaries";

interface IntakeParts {
  readonly intake: Intake;
  readonly counts: IntakeCounts;
  readonly limits: () => TimeLimits;
  readonly traces: RequestTraces;
}

export function intakeRoute(parts: IntakeParts): FastifyPluginAsyncZod {
  const { intake, counts, limits, traces } = parts;
  return async (app) => {
    app.addHook("onResponse", async (request, reply) => traces.exportSpan(request, reply));
    readStrictJson(app);
    app.post(
      INTAKE_PATH,
      {
        bodyLimit: MAX_BODY_BYTES,
        // No validation here: `checkSummary` checks each summary, as one broken summary must not reject the others.
        validatorCompiler: () => (value) => ({ value }),
        config: {
          problems: [
            PROBLEMS.NOT_JSON,
            PROBLEMS.BODY_TOO_LARGE,
            PROBLEMS.TOO_MANY_SUMMARIES,
            PROBLEMS.MEDIA_TYPE,
            PROBLEMS.CONTENT_ENCODING,
            PROBLEMS.CONTRACT_BROKEN,
            PROBLEMS.STAY_IN_THE_FUTURE,
            PROBLEMS.STAY_TOO_OLD,
            PROBLEMS.REVISION_AHEAD,
            PROBLEMS.NOT_ITS_STAY,
            PROBLEMS.INTAKE_FULL,
            ...ACCESS_PROBLEMS,
            ...DATABASE_PROBLEMS,
          ],
        },
        schema: {
          operationId: "storeSummaries",
          summary: "Store one summary, or up to 1,000 as an array",
          body: bodySchema,
          response: {
            200: z.union([resultSchema, storeResultSchema]).meta({
              description: "A summary that was known, or an array",
              examples: [{ stay_id, result: "known" }],
            }),
            201: resultSchema,
          },
        },
      },
      async (request, reply) => {
        const body: unknown = request.body;
        const trace = traces.of(request);
        if (Array.isArray(body)) {
          const result = await storeMany(body as unknown[], parts, trace);
          logResult(request.log, result);
          return result;
        }
        const stay = readOne(body, counts, limits);
        const [outcome] = await intake.accept([stay], trace);
        if (outcome === "rejected") {
          counts.add("rejected", 1);
          throw new NotItsStayError();
        }
        const result = outcome === "known" ? "known" : "stored";
        counts.add(result, 1);
        return reply.code(result === "known" ? 200 : 201).send({ stay_id: stay.stayId, result });
      },
    );
  };
}

function readOne(body: unknown, counts: IntakeCounts, limits: () => TimeLimits): StaySummary {
  try {
    return checkSummary(body, limits());
  } catch (error) {
    counts.add("rejected", 1);
    throw error;
  }
}

interface StoredMany {
  readonly received: number;
  readonly stored: number;
  readonly known: number;
  readonly rejected: Rejection[];
}

/** The log line has the trace, so that a rejected stay is found from the log and from the trace. */
function logResult(
  log: FastifyBaseLogger,
  { received, stored, known, rejected }: StoredMany,
): void {
  log.debug({ received, stored, known }, "summaries accepted");
  if (rejected.length === 0) return;
  const codes = [...new Set(rejected.map(({ code }) => code))];
  log.warn({ received, rejected: rejected.length, codes }, "summaries rejected");
}

async function storeMany(
  bodies: readonly unknown[],
  { intake, counts, limits }: IntakeParts,
  trace: TraceContext,
): Promise<StoredMany> {
  if (bodies.length > MAX_SUMMARIES) throw new ProblemError(PROBLEMS.TOO_MANY_SUMMARIES);
  const stays: StaySummary[] = [];
  const places: number[] = [];
  const rejected: Rejection[] = [];
  const inForce = limits();
  for (const [index, body] of bodies.entries()) {
    try {
      stays.push(checkSummary(body, inForce));
      places.push(index);
    } catch (error) {
      if (!isRejection(error)) throw error;
      rejected.push({ index, code: error.code, detail: error.message });
    }
  }
  const outcomes = await intake.accept(stays, trace);
  const known = outcomes.filter((outcome) => outcome === "known").length;
  const foreign = places.filter((_, place) => outcomes[place] === "rejected");
  if (foreign.length > 0) {
    const { code, message: detail } = new NotItsStayError();
    for (const index of foreign) rejected.push({ index, code, detail });
    rejected.sort((a, b) => a.index - b.index);
  }
  const stored = outcomes.length - known - foreign.length;
  counts.add("stored", stored);
  counts.add("known", known);
  counts.add("rejected", rejected.length);
  return { received: bodies.length, stored, known, rejected };
}
