import { ProblemError } from "./problem.js";

interface Route {
  readonly url: string;
  readonly method: string | readonly string[];
}
interface Reply {
  header(name: string, value: string): unknown;
}

/** The methods of each path there is, so that the others are refused with what is allowed. */
export class AllowedMethods {
  private readonly byPath = new Map<string, readonly string[]>();

  add({ url, method }: Route): void {
    this.byPath.set(url, [...(this.byPath.get(url) ?? []), method].flat());
  }

  /** @returns a route for all other methods of each path */
  refusals(supported: readonly string[]) {
    return [...this.byPath].map(([url, methods]) => {
      const allow = methods.toSorted().join(", ");
      return {
        url,
        method: supported.filter((method) => !methods.includes(method)),
        schema: { hide: true },
        // Before the body is read.
        onRequest: async (_request: unknown, reply: Reply) => {
          reply.header("allow", allow);
          throw new ProblemError("METHOD_NOT_ALLOWED", `Allowed are ${allow}`);
        },
        handler: () => undefined,
      };
    });
  }
}
