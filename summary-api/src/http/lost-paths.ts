import { ProblemError } from "@boomgate/http";
import { PROBLEMS } from "./problem-catalogue.js";
import type { FastifyInstance } from "fastify";

/** Paths that end with an id or a plate. */
const NAMED = {
  "/api/v1/summaries/": "id",
  "/api/v1/plates/": "plate",
} as const;

/** Routes for an empty id: without them, it would be looked up as an id, or answered as a wrong method. */
export function emptyIdRoutes(methods: readonly string[]) {
  return Object.entries(NAMED).map(([url, what]) => ({
    url,
    method: [...methods],
    schema: { hide: true },
    onRequest: async () => {
      const own = url.slice(0, -1);
      const instead =
        what === "id" ? `; stays are listed by and sent to ${own} without the slash` : "";
      throw new ProblemError(
        PROBLEMS.NOT_FOUND,
        `There is no ${what} after the last slash${instead}`,
      );
    },
    handler: () => undefined,
  }));
}

/** A hint for an address without a route; of what was sent, only paths of this API are repeated. */
export function lostPathDetail(
  app: Pick<FastifyInstance, "hasRoute">,
  method: string,
  url: string,
): string {
  const { title } = PROBLEMS.NOT_FOUND;
  const path = url.split("?", 1)[0] ?? "";
  if (path.endsWith("/") && path.length > 1) {
    const own = path.slice(0, -1);
    if (app.hasRoute({ method, url: own })) return `${title}; ask for ${own} without the slash`;
  }
  const [below, what] = Object.entries(NAMED).find(([prefix]) => path.startsWith(prefix)) ?? [];
  return below === undefined
    ? title
    : `${title}; a / within ${what === "id" ? "an id" : "a plate"} is written as %2F`;
}
