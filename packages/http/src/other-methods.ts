import { HTTP_PROBLEMS } from "./problem-catalogue.js";
import { ProblemError } from "./problem.js";

interface Route {
  readonly url: string;
  readonly method: string | readonly string[];
}
interface Reply {
  header(name: string, value: string): unknown;
}

/** Knows the methods of each path; every other method there is answered with 405 and the list of these. */
export class AllowedMethods {
  private readonly byPath = new Map<string, readonly string[]>();

  add({ url, method }: Route): void {
    this.byPath.set(url, [...(this.byPath.get(url) ?? []), method].flat());
  }

  /** @returns a route for all other methods of each path */
  otherRoutes(supported: readonly string[]) {
    return [...this.byPath].map(([url, methods]) => {
      const allow = methods.toSorted().join(", ");
      return {
        url,
        method: supported.filter((method) => !methods.includes(method)),
        schema: { hide: true },
        // Before the body is read.
        onRequest: async (_request: unknown, reply: Reply) => {
          reply.header("allow", allow);
          throw new ProblemError(HTTP_PROBLEMS.METHOD_NOT_ALLOWED, `Allowed are ${allow}`);
        },
        handler: () => undefined,
      };
    });
  }
}
