import {
  type Access,
  type AccessRules,
  createHttpApp,
  type HttpApp,
  type Patience,
  type RequestTraces,
} from "@boomgate/http";
import type { Logger } from "@boomgate/platform/telemetry";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { GatewayMetrics } from "../telemetry/gateway-metrics.js";
import { cameraRoute, type CameraRouteParts } from "./camera-route.js";
import { camerasRoute, type CamerasParts } from "./cameras-route.js";
import { intakeRoute, type IntakeRouteParts } from "./intake-route.js";
import { CAMERAS_PATH, EVENTS_PATH } from "./paths.js";
import { PROBLEMS } from "../problems/problem-catalogue.js";
import { problemOf } from "../problems/problem-of.js";
import type { Scope } from "./scopes.js";
import { statsRoute, type StatsParts } from "./stats-route.js";
import { type StatusRouteParts, statusRoutes } from "./status-routes.js";

const description = {
  title: "Boomgate gateway",
  description:
    "Takes events of cameras and other programs, and says what became of them. Without a tokens file nobody needs a token, and only requests to names of its own are answered.",
  problems: PROBLEMS,
};

/** An id of 128 characters outside of ASCII makes a receipt of over a thousand. */
const MAX_RECEIPT_LENGTH = 4_096;

type RouteParts = IntakeRouteParts &
  StatusRouteParts &
  StatsParts &
  CameraRouteParts &
  CamerasParts;

export interface AppParts extends RouteParts {
  readonly access: Access<Scope>;
  readonly isOwnHost: AccessRules<Scope>["isOwnHost"];
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
  readonly traces: RequestTraces;
  /** Whether connections are to be closed after their next answer. */
  readonly isStopping: () => boolean;
  /** How long slow clients may take. */
  readonly patience?: Patience | undefined;
}

/** The HTTP side, not yet listening. */
export function createApp(parts: AppParts): Promise<HttpApp> {
  const { access, isOwnHost, metrics, log, traces, isStopping, patience } = parts;
  const onAnswered = (request: FastifyRequest, { statusCode, elapsedTime }: FastifyReply) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? "unknown";
    metrics.requests.inc({ method, route, status: String(statusCode) });
    const isIntake = method === "POST" && route === EVENTS_PATH;
    if (!isIntake && !route.startsWith(`${CAMERAS_PATH}/`)) return;
    metrics.requestSeconds.observe({ route }, elapsedTime / 1_000, traces.of(request));
  };
  const http = { description, log, traces, isOwnHost, problemOf, onAnswered, patience };
  const closing = { whileClosing: "answer", maxParamLength: MAX_RECEIPT_LENGTH } as const;
  return createHttpApp({ ...http, ...closing }, async (app) => {
    // When the answer is sent: a request may have come before the stop.
    app.addHook("onSend", async (_request, reply) => {
      if (isStopping()) void reply.header("connection", "close");
    });
    await app.register(cameraRoute(parts));
    await app.register(async (ingesting) => {
      ingesting.addHook("onRequest", access("ingest"));
      await ingesting.register(intakeRoute(parts));
      await ingesting.register(statusRoutes(parts));
      await ingesting.register(statsRoute(parts));
      await ingesting.register(camerasRoute(parts));
      ingesting.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
    });
  });
}
