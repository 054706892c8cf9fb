import { HEADERS } from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";
import { type TraceContext, writeTraceparent } from "@boomgate/platform/tracing";

/** The message with the trace of its event, which is the same at every attempt. */
export const traced = (message: OutgoingMessage, trace: TraceContext): OutgoingMessage => ({
  ...message,
  headers: { ...message.headers, [HEADERS.traceparent]: writeTraceparent(trace) },
});
