import swagger from "@fastify/swagger";
import { productVersion, type Logger } from "@boomgate/platform/telemetry";
import { fastify, LogController } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { Intake } from "../intake/intake.js";
import type { SinkMetrics } from "../intake/sink-metrics.js";
import type { Tally } from "../intake/tally.js";
import type { LiveFeed } from "../live/live-feed.js";
import type { SummaryStore } from "../store/summary-store.js";
import type { Access } from "./access.js";
import { intakeRoute } from "./intake-route.js";
import { liveRoute } from "./live-route.js";
import { pageRoutes } from "./page-routes.js";
import { problemOf, sendProblem } from "./problem.js";
import { queryRoutes } from "./query-routes.js";

/** A request that takes longer to arrive is a client that is stuck, or means no good. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface AppParts {
  readonly store: SummaryStore;
  readonly intake: Intake;
  readonly tally: Tally;
  readonly feed: LiveFeed;
  readonly metrics: SinkMetrics;
  readonly log: Logger;
  readonly access: Access;
  /** Shown on the page above everything else. */
  readonly notice: string | undefined;
}

/** The HTTP side, not yet listening. */
export async function createApp(parts: AppParts) {
  const { store, intake, tally, feed, metrics, log, access, notice } = parts;
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }), // a URL may hold a plate
    onProtoPoisoning: "remove",
    onConstructorPoisoning: "remove",
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 512 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error);
    if (problem) return sendProblem(reply, problem);
    log.error({ err: error }, "request failed");
    const title = "The fault is ours";
    return sendProblem(reply, { status: 500, code: "INTERNAL", title, detail: title });
  });
  app.setNotFoundHandler((_request, reply) => {
    const title = "There is nothing here";
    return sendProblem(reply, { status: 404, code: "NOT_FOUND", title, detail: title });
  });
  app.addHook("onResponse", async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    const route = routeOptions.url ?? "unknown";
    metrics.requests.inc({ method, route, status: statusCode });
    if (route !== "/api/v1/live") metrics.requestSeconds.observe({ route }, elapsedTime / 1_000);
  });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Boomgate summary API", version: productVersion },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (writing) => {
    writing.addHook("onRequest", access("write"));
    await writing.register(intakeRoute(intake, tally));
  });
  await app.register(async (reading) => {
    reading.addHook("onRequest", access("read"));
    await reading.register(queryRoutes(store, intake, tally));
    await reading.register(liveRoute(feed));
    await reading.register(pageRoutes(notice));
  });
  return app;
}
