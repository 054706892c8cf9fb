import { publishedAtMs } from "@boomgate/pipeline";
import { codeOf } from "@boomgate/platform/errors";
import {
  type RecentTraces,
  type TraceContext,
  type Tracer,
  wallMs,
} from "@boomgate/platform/tracing";
import type { EventMessage, EventMiddleware } from "./handler.js";

/** Exports spans of the wait in the queue and of the processing, for each event whose trace is sampled. */
export function withSpans(tracer: Tracer, entries: RecentTraces): EventMiddleware {
  return (next) => async (message) => {
    const { trace, delivery, eventType } = message;
    if (!tracer.willExport(trace)) return next(message);
    const { messageId } = delivery;
    if (eventType === "entry" && messageId !== undefined) entries.remember(messageId, trace);
    const own = { ...message, trace: exportWait(tracer, message) };
    try {
      const processed = await next(message);
      exportProcess(tracer, own, processed.outcome, undefined);
      return processed;
    } catch (error) {
      exportProcess(tracer, own, "failed", codeOf(error));
      throw error;
    }
  };
}

/**
 * From the publisher's clock to the backend's: they may differ, and a wait is never below zero.
 * @returns the trace of the processing, as a child of the wait; the wait is a child of the publish
 */
function exportWait(tracer: Tracer, { delivery, trace, eventType }: EventMessage): TraceContext {
  const publishedMs = publishedAtMs(delivery);
  if (publishedMs === undefined) return trace;
  const endMs = wallMs(delivery.receivedAtMs);
  const wait = { ...tracer.childOf(trace), parentSpanId: trace.parentSpanId };
  tracer.export({
    name: `wait ${eventType}`,
    kind: "internal",
    trace: wait,
    startMs: Math.min(publishedMs, endMs),
    endMs,
    attributes: { "messaging.destination.name": delivery.queue },
  });
  return { ...trace, parentSpanId: wait.spanId };
}

function exportProcess(
  tracer: Tracer,
  { delivery, trace, eventType }: EventMessage,
  outcome: string,
  error: string | undefined,
): void {
  tracer.export({
    name: `process ${eventType}`,
    kind: "consumer",
    trace,
    startMs: wallMs(delivery.receivedAtMs),
    endMs: wallMs(),
    attributes: {
      "messaging.destination.name": delivery.queue,
      "parking.outcome": outcome,
      ...(delivery.messageId === undefined ? {} : { "parking.event.id": delivery.messageId }),
    },
    error,
  });
}
