import { ACCESS_PROBLEMS } from "@boomgate/http";
import { DATABASE_PROBLEMS, PROBLEMS } from "./problem-catalogue.js";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { Overview, OverviewResult } from "../overview/overview.js";
import type { PipelineView, PipelineWatch } from "../watch/pipeline-watch.js";
import { overviewQuery, overviewSchema, pipelineQuery, watchedSchema } from "./overview-schemas.js";

/**
 * The figures beside the list of stays.
 * @param watch - `undefined` without BACKEND_METRICS_URL
 */
export function overviewRoutes(
  overview: Overview,
  watch: PipelineWatch | undefined,
): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/overview",
      {
        config: { problems: [PROBLEMS.PARAMETER, ...ACCESS_PROBLEMS, ...DATABASE_PROBLEMS] },
        schema: {
          operationId: "readOverview",
          summary: "The last hours in steps: stays, cars inside, durations",
          querystring: overviewQuery,
          response: { 200: overviewSchema },
        },
      },
      async ({ query: { hours, lot } }) => {
        const inside = (from: number, to: number) => watch?.occupancy.within(from, to, lot) ?? null;
        return overviewToWire(await overview.read(hours, lot), inside);
      },
    );
    app.get(
      "/api/v1/pipeline",
      {
        config: { problems: [PROBLEMS.PARAMETER, ...ACCESS_PROBLEMS] },
        schema: {
          operationId: "readPipeline",
          summary: "Figures of the backends: latency, backlog, cars inside now",
          querystring: pipelineQuery,
          response: {
            200: watchedSchema,
          },
        },
      },
      ({ query: { lot } }) => {
        const view = watch?.view;
        if (view === undefined) return { watched: watch !== undefined, pipeline: null };
        const inside = watch?.occupancy.now(lot) ?? null;
        return { watched: true, pipeline: { ...pipelineToWire(view), inside } };
      },
    );
  };
}

function overviewToWire(
  result: OverviewResult,
  inside: (fromMs: number, toMs: number) => number | null,
) {
  const stepMs = result.stepSeconds * 1_000;
  const endOf = (step: number) => result.from.getTime() + (step + 1) * stepMs;
  return {
    from: result.from.toISOString(),
    to: result.to.toISOString(),
    step_seconds: result.stepSeconds,
    exited: [...result.exited],
    inside: [...result.inside],
    counted: result.exited.map((_, step) => inside(endOf(step) - stepMs, endOf(step))),
    durations: result.durations.map(({ belowSeconds, stays }) => ({
      below_seconds: belowSeconds,
      stays,
    })),
    closed: result.closed,
    void: result.void,
    corrected: result.corrected,
    mean_seconds: result.meanSeconds,
    lots: [...result.lots],
  };
}

const pipelineToWire = (view: PipelineView) => ({
  asked: view.asked,
  answered: view.answered,
  told_at: view.scrapedAt.toISOString(),
  since: view.since?.toISOString() ?? null,
  processing_seconds: view.processing,
  events_per_second: view.eventsPerSecond,
  in_hand: view.inHand,
  queues: { ...view.queues },
  unmatched: view.unmatched,
  held: [...view.held],
});
