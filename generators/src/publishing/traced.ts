import { HEADERS } from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";
import { type TraceContext, writeTraceparent } from "@boomgate/platform/tracing";

/** The message with the trace it belongs to: that of its event, however often it is tried. */
export const traced = (message: OutgoingMessage, trace: TraceContext): OutgoingMessage => ({
  ...message,
  headers: { ...message.headers, [HEADERS.traceparent]: writeTraceparent(trace) },
});
