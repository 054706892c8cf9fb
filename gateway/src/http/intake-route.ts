import { isPrintable } from "@boomgate/contracts";
import { ACCESS_PROBLEMS, grantOf, ProblemError, type RequestTraces } from "@boomgate/http";
import { writeTraceparent } from "@boomgate/platform/tracing";
import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { accountOf } from "../access/account.js";
import { type ReceivedItems, readItems } from "../body/read-items.js";
import type { Sender } from "../domain/sender.js";
import type { AccountRates } from "../intake/account-rates.js";
import type { Admission } from "../intake/admission.js";
import { refusal } from "../problems/refusal.js";
import type { EventIntake } from "../intake/event-intake.js";
import type { InFlight } from "../intake/in-flight.js";
import type { Tally } from "../intake/tally.js";
import { intakeAnswerOf } from "./intake-answer.js";
import { intakeAnswerSchema, intakeBodySchema } from "./intake-schemas.js";
import { EVENTS_PATH } from "./paths.js";
import { ADMISSION_PROBLEMS, PROBLEMS } from "../problems/problem-catalogue.js";

export interface IntakeRouteParts {
  readonly admission: Admission;
  readonly inFlight: InFlight;
  readonly rates: AccountRates;
  readonly intake: EventIntake;
  readonly tally: Tally;
  readonly traces: RequestTraces;
}

export function intakeRoute(parts: IntakeRouteParts): FastifyPluginAsyncZod {
  const { admission, inFlight, rates, intake, tally, traces } = parts;
  return async (app) => {
    app.addHook("onRequest", async (request) => admission.check(accountOf(grantOf(request))));
    app.addHook("onResponse", async (request, reply) => traces.exportSpan(request, reply));
    app.addHook("onError", async (_request, _reply, error) => {
      const isJudged = error instanceof ProblemError && error.problem.members !== undefined;
      if (error instanceof ProblemError && !isJudged) tally.refusedRequest(error.problem.kind.code);
    });
    readItems(app, inFlight);
    app.post(
      EVENTS_PATH,
      {
        // Each event is judged by itself: a broken one must not refuse its neighbours.
        validatorCompiler: () => (value) => ({ value }),
        // The answer is ours, and may have a thousand results: checking it again takes longer than making it.
        serializerCompiler: () => (value) => JSON.stringify(value),
        config: {
          problems: [
            ...[PROBLEMS.BAD_REQUEST, PROBLEMS.NOT_JSON, PROBLEMS.PARAMETER],
            ...[PROBLEMS.BODY_TOO_LARGE, PROBLEMS.MEDIA_TYPE, PROBLEMS.CONTENT_ENCODING],
            ...[PROBLEMS.CONTRACT_BROKEN, PROBLEMS.FROM_THE_FUTURE, PROBLEMS.TOO_LATE],
            ...ADMISSION_PROBLEMS,
            ...[PROBLEMS.NOT_CONFIRMED, PROBLEMS.INTERNAL],
            ...ACCESS_PROBLEMS,
          ],
        },
        schema: {
          operationId: "sendEvents",
          summary: "Send one event, or up to 1,000 as an array or as lines of JSON",
          description:
            "Answers when the broker has the events. An `Idempotency-Key` becomes part of the ids that are made for events without one.",
          body: intakeBodySchema,
          response: {
            202: intakeAnswerSchema.meta({ description: "All events were taken" }),
            207: intakeAnswerSchema.meta({ description: "Some events were taken" }),
          },
        },
      },
      async (request, reply) => {
        const { items, isSingle, countedBytes } = request.body as unknown as ReceivedItems;
        try {
          const account = accountOf(grantOf(request));
          const sender: Sender = { ...account, idempotencyKey: idempotencyKeyOf(request) };
          rates.take(account, items.length);
          if (!inFlight.addEvents(items.length)) throw refusal(PROBLEMS.GATEWAY_FULL, 1);
          const traceparent = writeTraceparent(traces.of(request));
          const results = await intake.take({ items, sender, traceparent });
          tally.judged(results);
          const { status, body } = intakeAnswerOf(results);
          const [first] = results;
          if (isSingle && first?.status === "queued") {
            void reply.header("location", `${EVENTS_PATH}/${first.receipt}`);
          }
          return await reply.code(status).send(body as never);
        } finally {
          inFlight.removeBytes(countedBytes);
        }
      },
    );
  };
}

const MAX_KEY_LENGTH = 255;

/** @throws {ProblemError} when it is too long, or holds control characters */
function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (typeof key === "string" && key.length <= MAX_KEY_LENGTH && isPrintable(key)) return key;
  throw new ProblemError(
    PROBLEMS.PARAMETER,
    `Idempotency-Key must have 1 to ${MAX_KEY_LENGTH} characters, none of them a control character`,
  );
}
