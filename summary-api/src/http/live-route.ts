import { ACCESS_PROBLEMS, ProblemError } from "@boomgate/http";
import { PROBLEMS } from "./problem-catalogue.js";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { LiveFeed } from "../live/live-feed.js";

const EXAMPLE = 'event: stays\ndata: {"new":1,"revised":0,"stays":[]}\n\n';

export function liveRoute(feed: LiveFeed): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/live",
      {
        exposeHeadRoute: false, // a HEAD request would wait for ever
        config: { problems: [PROBLEMS.TOO_MANY_READERS, ...ACCESS_PROBLEMS] },
        schema: {
          operationId: "followLive",
          summary: "Server-sent events: `stays`, at most four a second, with what was committed",
          response: {
            200: {
              description: "The stream",
              content: {
                "text/event-stream": { schema: z.string().meta({ examples: [EXAMPLE] }) },
              },
            },
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
        throw new ProblemError(PROBLEMS.TOO_MANY_READERS);
      },
    );
  };
}
