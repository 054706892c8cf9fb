import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { LiveFeed } from "../live/live-feed.js";
import { ProblemError, problemSchema } from "./problem.js";

export function liveRoute(feed: LiveFeed): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/live",
      {
        schema: {
          operationId: "followLive",
          summary: "Server-sent events: `stays`, at most four a second, with what was committed",
          response: {
            200: {
              description: "The stream",
              content: { "text/event-stream": { schema: z.string() } },
            },
            401: problemSchema,
            403: problemSchema,
            503: problemSchema,
          },
        },
      },
      (_request, reply) => {
        reply.raw.setHeader("content-type", "text/event-stream");
        reply.raw.setHeader("cache-control", "no-store");
        reply.raw.setHeader("x-accel-buffering", "no");
        if (feed.join(reply.raw)) {
          void reply.hijack();
          return;
        }
        const title = "Too many readers";
        throw new ProblemError({ status: 503, code: "TOO_MANY_READERS", title, detail: title });
      },
    );
  };
}
