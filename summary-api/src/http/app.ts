import swagger from "@fastify/swagger";
import type { Logger } from "@boomgate/platform/telemetry";
import type { Tracer } from "@boomgate/platform/tracing";
import { fastify, LogController } from "fastify";
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { CountedStays } from "../counts/counted-stays.js";
import type { TimeLimits } from "../intake/check-summary.js";
import type { Intake } from "../intake/intake.js";
import type { SinkMetrics } from "../intake/sink-metrics.js";
import type { Tally } from "../intake/tally.js";
import type { LiveFeed } from "../live/live-feed.js";
import type { Stores } from "../store/stores.js";
import type { FindPlates } from "../plates/find-plates.js";
import type { Overview } from "../overview/overview.js";
import type { PipelineWatch } from "../watch/pipeline-watch.js";
import type { Access } from "./access.js";
import { answerClientError, answerExpectation, PATIENCE, type Patience } from "./client-error.js";
import { emptyIdRoutes, lostPathDetail } from "./lost-paths.js";
import { INTAKE_PATH, intakeRoute } from "./intake-route.js";
import { liveRoute } from "./live-route.js";
import { overviewRoutes } from "./overview-routes.js";
import { openapi } from "./openapi.js";
import { AllowedMethods } from "./other-methods.js";
import { pageRoutes } from "./page-routes.js";
import { problemOf, ProblemError, sendProblem } from "./problem.js";
import { type ErasureParts, erasureRoute } from "./erasure-route.js";
import { RequestTraces } from "./request-traces.js";
import { EXPORT_PATHS, exportRoute } from "./export-route.js";
import { rollupRoute } from "./rollup-route.js";
import { queryRoutes } from "./query-routes.js";

/** Their time is that of the reader. */
const STREAMS = new Set(["/api/v1/live", ...EXPORT_PATHS]);

export interface AppParts {
  readonly stores: Stores;
  readonly findPlates: FindPlates;
  /** Of the rollups. */
  readonly timeZone: string;
  readonly counted: CountedStays;
  readonly intake: Intake;
  readonly tally: Tally;
  readonly feed: LiveFeed;
  readonly overview: Overview;
  /** Without it the page does not know the backends. */
  readonly watch: PipelineWatch | undefined;
  readonly erasure: ErasureParts;
  readonly metrics: SinkMetrics;
  readonly log: Logger;
  /** One that tells nobody when left out. */
  readonly tracer?: Tracer | undefined;
  readonly access: Access;
  /** Asked for every request; false refuses it. */
  readonly isOwnHost: (host: string | undefined) => boolean;
  /** Of the stays that are taken. */
  readonly limits: () => TimeLimits;
  /** With clients that are slow. */
  readonly patience?: Patience | undefined;
  /** Shown on the page above everything else. */
  readonly notice: string | undefined;
}

/** The HTTP side, not yet listening. */
export async function createApp(parts: AppParts) {
  const { stores, timeZone, counted, intake, tally, feed, overview, watch, metrics, log } = parts;
  const { access, findPlates, erasure, isOwnHost, limits, notice } = parts;
  const { patience = PATIENCE } = parts;
  const traces = new RequestTraces(parts.tracer);
  const app = fastify({
    loggerInstance: log,
    childLoggerFactory: traces.childLoggerFactory,
    logController: new LogController({ disableRequestLogging: true }), // a URL may hold a plate
    // Bodies are read field by field and never merged into anything: no need to search them for such keys.
    onProtoPoisoning: "ignore",
    onConstructorPoisoning: "ignore",
    requestTimeout: patience.requestMs,
    connectionTimeout: patience.silentMs,
    // Where headers may take longer than the request, Node lets a body take for ever.
    http: {
      connectionsCheckingInterval: patience.checkEveryMs,
      headersTimeout: patience.requestMs,
      requestTimeout: patience.requestMs,
    },
    clientErrorHandler: answerClientError,
    forceCloseConnections: "idle",
    frameworkErrors: (error, _request, reply) =>
      void sendProblem(reply, problemOf(error) ?? new ProblemError("BAD_REQUEST").problem),
    routerOptions: { maxParamLength: 512 },
  }).withTypeProvider<ZodTypeProvider>();
  app.server.on("checkExpectation", answerExpectation);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem) return sendProblem(reply, problem);
    request.log.error({ err: error }, "request failed");
    return sendProblem(reply, new ProblemError("INTERNAL").problem);
  });
  app.setNotFoundHandler(({ method, url }, reply) =>
    sendProblem(reply, new ProblemError("NOT_FOUND", lostPathDetail(app, method, url)).problem),
  );
  app.addHook("onRequest", async ({ headers }) => {
    if (!isOwnHost(headers.host)) throw new ProblemError("FOREIGN_HOST");
  });
  app.addHook("onResponse", async (request, { statusCode, elapsedTime }) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? "unknown";
    const example = method === "POST" && route === INTAKE_PATH ? traces.of(request) : undefined;
    metrics.requests.inc({ method, route, status: statusCode });
    if (STREAMS.has(route)) return;
    metrics.requestSeconds.observe({ route }, elapsedTime / 1_000, example);
  });
  const allowed = new AllowedMethods();
  app.addHook("onRoute", (route) => allowed.add(route));
  await app.register(swagger, openapi);
  await app.register(async (writing) => {
    writing.addHook("onRequest", access("write"));
    await writing.register(intakeRoute({ intake, tally, limits, traces }));
  });
  await app.register(async (administering) => {
    administering.addHook("onRequest", access("admin"));
    await administering.register(erasureRoute(erasure));
  });
  await app.register(async (reading) => {
    reading.addHook("onRequest", access("read"));
    await reading.register(queryRoutes(stores.summaries, counted, intake, tally, findPlates));
    await reading.register(exportRoute(stores.summaries, findPlates));
    await reading.register(rollupRoute(stores.rollups, timeZone));
    await reading.register(overviewRoutes(overview, watch));
    await reading.register(liveRoute(feed));
    await reading.register(pageRoutes(notice));
  });
  for (const route of emptyIdRoutes(app.supportedMethods)) app.route(route);
  for (const refusal of allowed.refusals(app.supportedMethods)) app.route(refusal);
  return app;
}
