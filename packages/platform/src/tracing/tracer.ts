import type { Span, SpanSink } from "./span.js";
import { readTraceparent, type TraceContext } from "./trace-context.js";
import { newSpanId, newTraceId } from "./trace-ids.js";

export interface TracerOptions {
  /** Name of the service in the traces: "backend". */
  readonly service: string;
  /** Share of the traces begun here that are sampled, 0 to 1; default: all. */
  readonly sampledShare?: number;
  /** Default: spans are not exported; trace ids are still made and passed on. */
  readonly spans?: SpanSink | undefined;
}

/** Begins and continues traces, and exports the spans of those that are sampled. */
export class Tracer {
  private readonly sampledShare: number;

  constructor(private readonly options: TracerOptions) {
    this.sampledShare = options.sampledShare ?? 1;
  }

  /** False: spans go nowhere, so callers can skip making them. */
  get isExporting(): boolean {
    return this.options.spans !== undefined;
  }

  /** @param isSampled - when something else than chance decides */
  begin(isSampled: boolean = Math.random() < this.sampledShare): TraceContext {
    return { traceId: newTraceId(), spanId: newSpanId(), parentSpanId: undefined, isSampled };
  }

  childOf({ traceId, spanId, isSampled }: TraceContext): TraceContext {
    return { traceId, spanId: newSpanId(), parentSpanId: spanId, isSampled };
  }

  /** A child of the work a `traceparent` header names; a new trace when it names none. */
  continue(header: unknown): TraceContext {
    const parent = readTraceparent(header);
    return parent ? this.childOf(parent) : this.begin();
  }

  willExport({ isSampled }: TraceContext): boolean {
    return isSampled && this.options.spans !== undefined;
  }

  /** Does nothing when the trace is not sampled. */
  export(span: Span): void {
    if (span.trace.isSampled) this.options.spans?.take(this.options.service, span);
  }
}
