import {
  type Access,
  type AccessRules,
  createHttpApp,
  type HttpApp,
  type Patience,
  RequestTraces,
} from "@boomgate/http";
import type { Logger } from "@boomgate/platform/telemetry";
import { Tracer } from "@boomgate/platform/tracing";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { CountedStays } from "../counts/counted-stays.js";
import type { TimeLimits } from "../intake/check-summary.js";
import type { Intake } from "../intake/intake.js";
import type { SinkMetrics } from "../telemetry/sink-metrics.js";
import type { IntakeCounts } from "../intake/intake-counts.js";
import type { LiveFeed } from "../live/live-feed.js";
import type { Stores } from "../store/stores.js";
import type { FindPlates } from "../plates/find-plates.js";
import type { Overview } from "../overview/overview.js";
import type { PipelineWatch } from "../watch/pipeline-watch.js";
import { emptyIdRoutes, lostPathDetail } from "./lost-paths.js";
import { INTAKE_PATH, intakeRoute } from "./intake-route.js";
import { liveRoute } from "./live-route.js";
import { overviewRoutes } from "./overview-routes.js";
import { pageRoutes } from "./page-routes.js";
import { PROBLEMS } from "./problem-catalogue.js";
import { problemOf } from "./problem-of.js";
import { type ErasureParts, erasureRoute } from "./erasure-route.js";
import { EXPORT_PATHS, exportRoute, readsToExport, staysToExport } from "./export-route.js";
import { ExportTurns } from "./export-turns.js";
import { readRoutes } from "./read-routes.js";
import { rollupRoute } from "./rollup-route.js";
import { queryRoutes } from "./query-routes.js";
import type { Scope } from "./scopes.js";

const description = {
  title: "Boomgate summary API",
  description:
    "Stays of cars, from their summaries. Without a tokens file nobody needs a token, and only requests to names of its own are answered.",
  problems: PROBLEMS,
};

/** Left out of the latency metric: these answers last as long as their reader wants. */
const STREAMS = new Set(["/api/v1/live", ...EXPORT_PATHS]);

interface AppParts {
  readonly stores: Stores;
  /** False with LEDGER=off. */
  readonly hasLedger: boolean;
  readonly findPlates: FindPlates;
  /** Time zone of the rollups. */
  readonly timeZone: string;
  readonly counted: CountedStays;
  readonly intake: Intake;
  readonly counts: IntakeCounts;
  readonly feed: LiveFeed;
  readonly overview: Overview;
  /** `undefined` without BACKEND_METRICS_URL; the page then has no figures of the backends. */
  readonly watch: PipelineWatch | undefined;
  readonly erasure: ErasureParts;
  readonly metrics: SinkMetrics;
  readonly log: Logger;
  /** Default: a tracer that exports nothing. */
  readonly tracer?: Tracer | undefined;
  readonly access: Access<Scope>;
  readonly isOwnHost: AccessRules<Scope>["isOwnHost"];
  /** Earliest and latest exit of an accepted stay. */
  readonly limits: () => TimeLimits;
  /** How long slow clients may take. */
  readonly patience?: Patience | undefined;
  /** Shown at the top of the page. */
  readonly notice: string | undefined;
}

/** The HTTP side, not yet listening. */
export function createApp(parts: AppParts): Promise<HttpApp> {
  const { stores, timeZone, counted, intake, counts, feed, overview, watch, metrics, log } = parts;
  const { access, findPlates, erasure, isOwnHost, limits, notice, patience } = parts;
  const ledger = parts.hasLedger ? stores.reads : undefined;
  const traces = new RequestTraces(parts.tracer ?? new Tracer({ service: "summary-api" }));
  const onAnswered = (request: FastifyRequest, { statusCode, elapsedTime }: FastifyReply) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? "unknown";
    const example = method === "POST" && route === INTAKE_PATH ? traces.of(request) : undefined;
    metrics.requests.inc({ method, route, status: statusCode });
    if (STREAMS.has(route)) return;
    metrics.requestSeconds.observe({ route }, elapsedTime / 1_000, example);
  };
  const notFoundDetail = ({ server, method, url }: FastifyRequest) =>
    lostPathDetail(server, method, url);
  const http = { description, log, traces, isOwnHost, problemOf, notFoundDetail, onAnswered };
  return createHttpApp({ ...http, patience }, async (app) => {
    await app.register(async (writing) => {
      writing.addHook("onRequest", access("write"));
      await writing.register(intakeRoute({ intake, counts, limits, traces }));
    });
    await app.register(async (administering) => {
      administering.addHook("onRequest", access("admin"));
      await administering.register(erasureRoute(erasure));
    });
    await app.register(async (reading) => {
      reading.addHook("onRequest", access("read"));
      await reading.register(queryRoutes(stores.summaries, counted, intake, counts, findPlates));
      await reading.register(readRoutes(ledger, findPlates));
      const turns = new ExportTurns();
      await reading.register(exportRoute(staysToExport(stores.summaries, findPlates), turns));
      await reading.register(exportRoute(readsToExport(ledger, findPlates), turns));
      await reading.register(rollupRoute(stores.rollups, timeZone));
      await reading.register(overviewRoutes(overview, watch));
      await reading.register(liveRoute(feed));
      await reading.register(pageRoutes(notice));
    });
    for (const route of emptyIdRoutes(app.supportedMethods)) app.route(route);
  });
}
