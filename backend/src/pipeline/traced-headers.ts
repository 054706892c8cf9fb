import { HEADERS } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import { type TraceContext, writeTraceparent } from "@boomgate/platform/tracing";

/**
 * The headers of a delivery, for its copy in another queue: with the trace they came with, or, where they
 * named none, with the one its log lines speak of.
 */
export const tracedHeaders = ({ headers }: Delivery, trace: TraceContext) =>
  trace.parentSpanId === undefined
    ? { ...headers, [HEADERS.traceparent]: writeTraceparent(trace) }
    : headers;
