import type { StaySummary } from "@boomgate/contracts";
import { type RecentTraces, type TraceContext, Tracer, wallMs } from "@boomgate/platform/tracing";

/** One request on its way to the sink. */
interface PostSpan {
  /** For the header of the request: the trace of the event when all stays follow from one, else of the batch. */
  readonly trace: TraceContext;
  /** @param status - undefined when there was no answer */
  end(status: number | undefined): void;
}

export type PostedTraces = readonly (TraceContext | undefined)[];

/**
 * Spans of the requests to the sink. A request for many events cannot be a child of each of them: it has a
 * trace of its own that links to theirs, and in the trace of each event the span of its stay links to the request.
 */
export class PostSpans {
  /** @param entries - by the id of their event, for the link from a stay to its entry */
  constructor(
    private readonly tracer: Tracer = new Tracer({ service: "backend" }),
    private readonly entries?: RecentTraces,
  ) {}

  /** @param traces - of the events the stays follow from, in their order */
  begin(stays: readonly StaySummary[], traces: PostedTraces): PostSpan {
    const { tracer } = this;
    const origins = [...new Set(traces)].filter((trace) => trace !== undefined);
    const [first] = origins;
    const isOne = origins.length === 1 && first !== undefined;
    const isSampled = origins.some((origin) => origin.isSampled);
    const trace = isOne ? tracer.childOf(first) : tracer.begin(isSampled);
    const startMs = performance.now();
    const end = (status: number | undefined): void => {
      if (!tracer.willExport(trace)) return;
      const times = { startMs: wallMs(startMs), endMs: wallMs() };
      tracer.export({
        name: "POST stays",
        kind: "client",
        trace,
        ...times,
        attributes: {
          "parking.stays": stays.length,
          ...(status === undefined ? {} : { "http.response.status_code": status }),
        },
        links: isOne ? [] : origins.filter((origin) => origin.isSampled).slice(0, MOST_LINKS),
        error: errorOf(status),
      });
      for (const [index, stay] of stays.entries())
        this.exportStay(stay, traces[index], trace, times);
    };
    return { trace, end };
  }

  private exportStay(
    stay: StaySummary,
    origin: TraceContext | undefined,
    request: TraceContext,
    times: { readonly startMs: number; readonly endMs: number },
  ): void {
    if (origin === undefined || !this.tracer.willExport(origin)) return;
    const entryId = stay.status === "closed" ? stay.entryEventId : undefined;
    const entry = entryId === undefined ? undefined : this.entries?.of(entryId);
    this.tracer.export({
      name: `stay ${stay.status}`,
      kind: "internal",
      trace: this.tracer.childOf(origin),
      ...times,
      attributes: {
        "parking.stay.id": stay.stayId,
        "parking.stay.revision": stay.revision,
        ...(entryId === undefined ? {} : { "parking.entry.id": entryId }),
      },
      links: entry && entry.traceId !== origin.traceId ? [request, entry] : [request],
    });
  }
}

const errorOf = (status: number | undefined): string | undefined => {
  if (status === undefined) return "NO_ANSWER";
  return status < 300 ? undefined : `HTTP_${status}`;
};

/** OpenTelemetry's default limit of links per span. */
const MOST_LINKS = 128;
