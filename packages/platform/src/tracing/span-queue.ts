import { within } from "../lifecycle/within.js";
import type { Span, SpanSink } from "./span.js";
import type { SPAN_RESULTS } from "./tracing-metrics.js";

export interface QueuedSpan {
  readonly service: string;
  readonly span: Span;
}

/** Brings spans to a collector. */
export interface SpanExporter {
  /** Resolves to undefined, or to what kept the spans from arriving. */
  send(batch: readonly QueuedSpan[]): Promise<Error | undefined>;
  close(): Promise<void>;
}

export interface SpanQueueObserver {
  spans(result: (typeof SPAN_RESULTS)[number], count: number): void;
  /** The first batch in a row that did not arrive, and the first that did again. */
  collectorAway(error: Error): void;
  collectorBack(): void;
}

export interface SpanQueueOptions {
  /** Beyond that many spans, the next are dropped: memory is bounded while a collector is away. */
  readonly mostWaiting: number;
  readonly batch: number;
  readonly pauseMs: number;
}

const DEFAULTS: SpanQueueOptions = { mostWaiting: 8_192, batch: 512, pauseMs: 1_000 };
const LAST_SPANS_MS = 3_000;

/** Takes spans without waiting, sends them to a collector in batches, and drops spans while too many wait. */
export class SpanQueue implements SpanSink {
  private waiting: QueuedSpan[] = [];
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private isAway = false;
  private readonly options: SpanQueueOptions;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly observer: SpanQueueObserver,
    options: Partial<SpanQueueOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  take(service: string, span: Span): void {
    if (this.waiting.length >= this.options.mostWaiting) {
      this.observer.spans("dropped", 1);
      return;
    }
    this.waiting.push({ service, span });
    if (this.sending !== undefined) return;
    if (this.waiting.length >= this.options.batch) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), this.options.pauseMs).unref();
  }

  /** Sends the spans that wait, for three seconds at most and while the collector takes them; drops the others. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    const endMs = performance.now() + LAST_SPANS_MS;
    const inTime = (work: Promise<void>) =>
      within(endMs - performance.now(), "sending the last spans", work).catch(() => undefined);
    await inTime(this.sendRest());
    this.observer.spans("dropped", this.waiting.splice(0).length);
    await inTime(this.exporter.close());
  }

  private async sendRest(): Promise<void> {
    await this.sending;
    while (this.waiting.length > 0 && !this.isAway) await this.sendNext();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending = this.sendNext().finally(() => {
      this.sending = undefined;
      if (this.waiting.length === 0) return;
      // A collector that is away is asked again after a pause, not as fast as spans come.
      const isFull = this.waiting.length >= this.options.batch && !this.isAway;
      this.timer ??= setTimeout(() => this.flush(), isFull ? 0 : this.options.pauseMs).unref();
    });
  }

  private async sendNext(): Promise<void> {
    const batch = this.waiting.splice(0, this.options.batch);
    if (batch.length === 0) return;
    const error = await this.exporter.send(batch).catch((cause: unknown) => asError(cause));
    this.observer.spans(error ? "failed" : "exported", batch.length);
    if (error && !this.isAway) this.observer.collectorAway(error);
    if (!error && this.isAway) this.observer.collectorBack();
    this.isAway = error !== undefined;
  }
}

const asError = (cause: unknown) => (cause instanceof Error ? cause : new Error(String(cause)));
