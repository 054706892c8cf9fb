import { ACCESS_PROBLEMS, ProblemError, type RequestTraces, readStrictJson } from "@boomgate/http";
import { DATABASE_PROBLEMS, PROBLEMS } from "./problem-catalogue.js";
import { EXAMPLE_STAY, type StaySummary, staySummarySchema } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import type { FastifyBaseLogger } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  checkSummary,
  isRefusal,
  NotItsStayError,
  type Refusal,
  type TimeLimits,
} from "../intake/check-summary.js";
import type { Intake } from "../intake/intake.js";
import type { Tally } from "../intake/tally.js";
import { storeResultSchema } from "./schemas.js";

const MAX_SUMMARIES = 1_000;
/** A thousand summaries with the longest ids and lots. */
const MAX_BODY_BYTES = 2_097_152;

interface Rejection {
  readonly index: number;
  readonly code: Refusal["code"];
  readonly detail: string;
}

const EXAMPLE = { ...EXAMPLE_STAY, vehicle_plate: "AB 123-CD" };
const { stay_id } = EXAMPLE;

/** Under this key they survive being schemas of something that is read into another form. */
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

export interface IntakeParts {
  readonly intake: Intake;
  readonly tally: Tally;
  readonly limits: () => TimeLimits;
  readonly traces: RequestTraces;
}

export function intakeRoute(parts: IntakeParts): FastifyPluginAsyncZod {
  const { intake, tally, limits, traces } = parts;
  return async (app) => {
    app.addHook("onResponse", async (request, reply) => traces.exportSpan(request, reply));
    readStrictJson(app);
    app.post(
      INTAKE_PATH,
      {
        bodyLimit: MAX_BODY_BYTES,
        // Read by the contract's parser below: one broken summary must not refuse the others.
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
          tellLog(request.log, result);
          return result;
        }
        const stay = readOne(body, tally, limits);
        const [outcome] = await intake.accept([stay], trace);
        if (outcome === "refused") {
          tally.count("rejected", 1);
          throw new NotItsStayError();
        }
        const result = outcome === "known" ? "known" : "stored";
        tally.count(result, 1);
        return reply.code(result === "known" ? 200 : 201).send({ stay_id: stay.stayId, result });
      },
    );
  };
}

function readOne(body: unknown, tally: Tally, limits: () => TimeLimits): StaySummary {
  try {
    return checkSummary(body, limits());
  } catch (error) {
    tally.count("rejected", 1);
    throw error;
  }
}

interface StoredMany {
  readonly received: number;
  readonly stored: number;
  readonly known: number;
  readonly rejected: Rejection[];
}

/** With the trace, so that a stay that was refused is found from either side. */
function tellLog(log: FastifyBaseLogger, { received, stored, known, rejected }: StoredMany): void {
  log.debug({ received, stored, known }, "summaries taken");
  if (rejected.length === 0) return;
  const codes = [...new Set(rejected.map(({ code }) => code))];
  log.warn({ received, refused: rejected.length, codes }, "summaries refused");
}

async function storeMany(
  bodies: readonly unknown[],
  { intake, tally, limits }: IntakeParts,
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
      if (!isRefusal(error)) throw error;
      rejected.push({ index, code: error.code, detail: error.message });
    }
  }
  const outcomes = await intake.accept(stays, trace);
  const known = outcomes.filter((outcome) => outcome === "known").length;
  const foreign = places.filter((_, place) => outcomes[place] === "refused");
  if (foreign.length > 0) {
    const { code, message: detail } = new NotItsStayError();
    for (const index of foreign) rejected.push({ index, code, detail });
    rejected.sort((a, b) => a.index - b.index);
  }
  const stored = outcomes.length - known - foreign.length;
  tally.count("stored", stored);
  tally.count("known", known);
  tally.count("rejected", rejected.length);
  return { received: bodies.length, stored, known, rejected };
}
