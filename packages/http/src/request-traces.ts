import type { IncomingMessage } from "node:http";
import { type TraceContext, traceFields, type Tracer, wallMs } from "@boomgate/platform/tracing";
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from "fastify";

type ChildLoggerFactory = NonNullable<FastifyServerOptions["childLoggerFactory"]>;

/** The trace of each request: it continues the trace of the `traceparent` header, or is a new one. */
export class RequestTraces {
  private readonly traces = new WeakMap<IncomingMessage, TraceContext>();

  constructor(private readonly tracer: Tracer) {}

  of({ raw }: Pick<FastifyRequest, "raw">): TraceContext {
    const known = this.traces.get(raw);
    if (known !== undefined) return known;
    const trace = this.tracer.continue(raw.headers["traceparent"]);
    this.traces.set(raw, trace);
    return trace;
  }

  /** Adds the trace to every log line about a request. */
  readonly childLoggerFactory: ChildLoggerFactory = (logger, bindings, options, raw) =>
    logger.child({ ...bindings, ...traceFields(this.of({ raw })) }, options);

  /** To be called when the request has been answered. */
  exportSpan(request: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void {
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
