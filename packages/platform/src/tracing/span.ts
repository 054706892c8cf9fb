import type { TraceContext } from "./trace-context.js";

export type SpanKind = "internal" | "server" | "client" | "producer" | "consumer";

/** One piece of work that has ended, for a collector of traces. */
export interface Span {
  /** A constant: what varies is an attribute. */
  readonly name: string;
  readonly kind: SpanKind;
  readonly trace: TraceContext;
  /** Ms since 1970, with fractions. */
  readonly startMs: number;
  readonly endMs: number;
  /** Never a plate. */
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Spans of other traces that belong to this work. */
  readonly links?: readonly TraceContext[];
  /** Code of the error it ended with. */
  readonly error?: string | undefined;
}

/** Takes spans that are over. Must return at once and never throw. */
export interface SpanSink {
  take(service: string, span: Span): void;
}
