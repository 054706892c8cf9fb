import type { IncomingMessage } from "node:http";
import { type TraceContext, traceFields, Tracer, wallMs } from "@boomgate/platform/tracing";
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from "fastify";

type ChildLoggerFactory = NonNullable<FastifyServerOptions["childLoggerFactory"]>;

/** The trace of each request: a child of what its `traceparent` names, or a new one. */
export class RequestTraces {
  private readonly traces = new WeakMap<IncomingMessage, TraceContext>();

  constructor(private readonly tracer: Tracer = new Tracer({ service: "summary-api" })) {}

  of({ raw }: Pick<FastifyRequest, "raw">): TraceContext {
    const known = this.traces.get(raw);
    if (known !== undefined) return known;
    const trace = this.tracer.continue(raw.headers["traceparent"]);
    this.traces.set(raw, trace);
    return trace;
  }

  /** Puts the trace into whatever is logged about a request. */
  readonly childLoggerFactory: ChildLoggerFactory = (logger, bindings, options, raw) =>
    logger.child({ ...bindings, ...traceFields(this.of({ raw })) }, options);

  /** Once it was answered. */
  tell(request: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void {
    const trace = this.of(request);
    if (!this.tracer.willExport(trace)) return;
    const route = request.routeOptions.url ?? "unknown";
    this.tracer.export({
      name: `${request.method} ${route}`,
      kind: "server",
      trace,
      startMs: wallMs(performance.now() - elapsedTime),
      endMs: wallMs(),
      attributes: {
        "http.request.method": request.method,
        "http.route": route,
        "http.response.status_code": statusCode,
      },
      error: statusCode < 500 ? undefined : `HTTP_${statusCode}`,
    });
  }
}
