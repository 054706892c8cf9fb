/** Where one piece of work stands in its trace, as W3C Trace Context names it. */
export interface TraceContext {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** Of the work this one belongs to; undefined at the root of the trace. */
  readonly parentSpanId: string | undefined;
  /** The process that began the trace decided to keep it: exported, and shown as an example in histograms. */
  readonly isSampled: boolean;
}

const VERSION = "00";
/** Without groups, and cut by position: it is read for every event. */
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const NO_TRACE = "0".repeat(32);
const NO_SPAN = "0".repeat(16);
const SAMPLED = 1;

/**
 * The context a `traceparent` header names. Flags besides the sampled one mean nothing to us.
 * @param header - anything, as other programs send it
 * @returns undefined for anything but a well-formed header of version 00 whose ids are not all zeros:
 *   what is not understood whole is not passed on
 */
export function readTraceparent(header: unknown): TraceContext | undefined {
  if (typeof header !== "string" || !TRACEPARENT.test(header)) return undefined;
  const traceId = header.slice(3, 35);
  const spanId = header.slice(36, 52);
  if (traceId === NO_TRACE || spanId === NO_SPAN) return undefined;
  const isSampled = (Number.parseInt(header.slice(53), 16) & SAMPLED) === SAMPLED;
  return { traceId, spanId, parentSpanId: undefined, isSampled };
}

/** "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" */
export const writeTraceparent = ({ traceId, spanId, isSampled }: TraceContext): string =>
  `${VERSION}-${traceId}-${spanId}-${isSampled ? "01" : "00"}`;

/** The fields of a log line that name the trace. */
export const traceFields = ({ traceId, spanId }: TraceContext) => ({
  trace_id: traceId,
  span_id: spanId,
});
