import swagger from "@fastify/swagger";
import type { Logger } from "@boomgate/platform/telemetry";
import { fastify, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { answerClientError, answerExpectation } from "./client-error.js";
import { type ApiDescription, openapi } from "./openapi.js";
import { AllowedMethods } from "./other-methods.js";
import { PATIENCE, type Patience } from "./patience.js";
import { HTTP_PROBLEMS } from "./problem-catalogue.js";
import { httpProblemOf, type Problem, ProblemError, sendProblem } from "./problem.js";
import type { AccessRules } from "./read-access.js";
import type { RequestTraces } from "./request-traces.js";

export interface HttpAppParts {
  readonly description: ApiDescription;
  readonly log: Logger;
  readonly traces: RequestTraces;
  /** Asked for every request; false refuses it. */
  readonly isOwnHost: AccessRules<string>["isOwnHost"];
  /** The problem that an error of the service itself is answered with; `undefined` for bugs. */
  readonly problemOf?: (error: unknown) => Problem | undefined;
  /** Detail of the 404 for an address without a route; the title when left out. */
  readonly notFoundDetail?: (request: FastifyRequest) => string;
  /** Called after each answer, for metrics. */
  readonly onAnswered?: (request: FastifyRequest, reply: FastifyReply) => void;
  readonly patience?: Patience | undefined;
  /** Characters of a parameter in a path; 512 when left out. */
  readonly maxParamLength?: number;
  /**
   * What a request gets that comes over a kept connection while the app closes; "answer" when the routes answer it
   * and close the connection, a plain 503 when left out.
   */
  readonly whileClosing?: "answer";
}

export type HttpApp = ReturnType<typeof newApp>;

/**
 * A Fastify server with everything that is the same in every API here, not yet listening.
 * @param addRoutes - adds the routes of the service; afterwards every other method of their paths is answered with 405
 */
export async function createHttpApp(
  parts: HttpAppParts,
  addRoutes: (app: HttpApp) => Promise<void>,
): Promise<HttpApp> {
  const app = newApp(parts);
  const { isOwnHost, notFoundDetail, onAnswered } = parts;
  const problemOf = (error: unknown) => httpProblemOf(error) ?? parts.problemOf?.(error);
  app.server.on("checkExpectation", answerExpectation);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem) return sendProblem(reply, problem);
    request.log.error({ err: error }, "request failed");
    return sendProblem(reply, new ProblemError(HTTP_PROBLEMS.INTERNAL).problem);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new ProblemError(HTTP_PROBLEMS.NOT_FOUND, notFoundDetail?.(request)).problem,
    ),
  );
  app.addHook("onRequest", async ({ headers }) => {
    if (!isOwnHost(headers.host)) throw new ProblemError(HTTP_PROBLEMS.FOREIGN_HOST);
  });
  app.addHook("onResponse", async (request, reply) => onAnswered?.(request, reply));
  const allowed = new AllowedMethods();
  app.addHook("onRoute", (route) => allowed.add(route));
  await app.register(swagger, openapi(parts.description));
  await addRoutes(app);
  for (const route of allowed.otherRoutes(app.supportedMethods)) app.route(route);
  return app;
}

const newApp = ({
  log,
  traces,
  patience = PATIENCE,
  maxParamLength = 512,
  whileClosing,
}: HttpAppParts) =>
  fastify({
    loggerInstance: log,
    childLoggerFactory: traces.childLoggerFactory,
    logController: new LogController({ disableRequestLogging: true }), // a URL may hold personal data, such as a plate
    // Bodies are read field by field and never merged into anything: no need to search them for such keys.
    onProtoPoisoning: "ignore",
    onConstructorPoisoning: "ignore",
    requestTimeout: patience.requestMs,
    connectionTimeout: patience.silentMs,
    // With headersTimeout above requestTimeout, Node would never time out a body.
    http: {
      connectionsCheckingInterval: patience.checkEveryMs,
      headersTimeout: patience.requestMs,
      requestTimeout: patience.requestMs,
    },
    clientErrorHandler: answerClientError,
    forceCloseConnections: "idle",
    frameworkErrors: (error, _request, reply) =>
      void sendProblem(
        reply,
        httpProblemOf(error) ?? new ProblemError(HTTP_PROBLEMS.BAD_REQUEST).problem,
      ),
    return503OnClosing: whileClosing !== "answer",
    routerOptions: { maxParamLength },
  }).withTypeProvider<ZodTypeProvider>();
