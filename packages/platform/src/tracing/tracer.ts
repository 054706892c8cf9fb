import type { Span, SpanSink } from "./span.js";
import { readTraceparent, type TraceContext } from "./trace-context.js";
import { newSpanId, newTraceId } from "./trace-ids.js";

export interface TracerOptions {
  /** Name of the service in the traces: "backend". */
  readonly service: string;
  /** Of the traces that begin here, 0 to 1, so many are sampled; all when left out. */
  readonly sampledShare?: number;
  /** Without it nothing is told, and what is left are the ids. */
  readonly spans?: SpanSink | undefined;
}

/** Begins and continues traces, and tells the spans of those that are sampled. */
export class Tracer {
  private readonly sampledShare: number;

  constructor(private readonly options: TracerOptions) {
    this.sampledShare = options.sampledShare ?? 1;
  }

  /** False: spans go nowhere, and nobody needs to make any. */
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

  isTold({ isSampled }: TraceContext): boolean {
    return isSampled && this.options.spans !== undefined;
  }

  /** Harmless when the trace is not sampled. */
  tell(span: Span): void {
    if (span.trace.isSampled) this.options.spans?.take(this.options.service, span);
  }
}
