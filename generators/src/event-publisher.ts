import { randomBytes } from "node:crypto";
import { encodeEvent, type EntryEvent, eventMessage, type ExitEvent } from "@boomgate/contracts";
import {
  type OutgoingMessage,
  PublisherFullError,
  UnroutableError,
} from "@boomgate/platform/messaging";
import { type TraceContext, traceFields, Tracer, wallMs } from "@boomgate/platform/tracing";
import { createGeneratorMetrics } from "./publishing/generator-metrics.js";
import { retrying } from "./publishing/retrying.js";
import { traced } from "./publishing/traced.js";
import type { GeneratorCounts, GeneratorParts } from "./generator.js";
import { systemClock } from "@boomgate/platform/clock";

/** "unsent": surely not with the broker. "uncertain": its confirm was lost, or never came. */
export type PublishResult = "confirmed" | "unsent" | "uncertain";

const wasNotSent = (error: unknown): boolean =>
  error instanceof UnroutableError || error instanceof PublisherFullError;

/** Publishes the events of one generator, each under one id however often it is tried. */
export class EventPublisher {
  readonly metrics;
  private readonly clock;
  private readonly tracer;
  readonly runId: string;
  private sequence = 0;
  private published = 0;
  private uncertain = 0;

  constructor(
    private readonly kind: "entry" | "exit",
    private readonly parts: GeneratorParts,
  ) {
    this.metrics = createGeneratorMetrics(parts.registry);
    for (const counter of [this.metrics.published, this.metrics.uncertain]) {
      counter.inc({ event_type: kind }, 0);
    }
    this.clock = parts.clock ?? systemClock;
    this.tracer = parts.tracer ?? new Tracer({ service: `${kind}-generator` });
    this.runId = parts.runId ?? randomBytes(6).toString("hex");
  }

  /** "entry-3f9a1c2b7d10-42" */
  nextId(): string {
    this.sequence += 1;
    return `${this.kind}-${this.runId}-${this.sequence}`;
  }

  counts(): GeneratorCounts {
    return { published: this.published, uncertain: this.uncertain };
  }

  publish(event: EntryEvent | ExitEvent, signal: AbortSignal): Promise<PublishResult> {
    const { exchanges } = this.parts;
    const appId = `${event.kind}-generator`;
    const body = encodeEvent(event);
    return this.send((nowMs) => eventMessage(event, body, { exchanges, appId, nowMs }), signal);
  }

  /**
   * A lost confirm means another publish of the same id, which the backend takes for the repeat it is.
   * @throws what the broker refuses, when this is a command
   */
  async send(
    messageAt: (nowMs: number) => OutgoingMessage,
    signal: AbortSignal,
  ): Promise<PublishResult> {
    const result = await this.sendCopy(messageAt, signal);
    if (result === "confirmed") {
      this.published += 1;
      this.metrics.published.inc({ event_type: this.kind });
    } else if (result === "uncertain") {
      this.uncertain += 1;
      this.metrics.uncertain.inc({ event_type: this.kind });
    }
    return result;
  }

  /** Of an event that was counted before: a copy is none. */
  async sendCopy(
    messageAt: (nowMs: number) => OutgoingMessage,
    signal: AbortSignal,
  ): Promise<PublishResult> {
    let mayHaveArrived = false;
    const trace = this.tracer.begin();
    const startedMs = performance.now();
    const attempt = () => this.parts.broker.publish(traced(messageAt(this.clock.now()), trace));
    const failed = (error: unknown) => {
      mayHaveArrived ||= !wasNotSent(error);
    };
    let result: PublishResult = "confirmed";
    try {
      await this.retry("publish", attempt, signal, failed, traceFields(trace));
    } catch (error) {
      if (!signal.aborted) throw error; // a command ends with it
      result = mayHaveArrived ? "uncertain" : "unsent";
    }
    if (this.tracer.willExport(trace)) this.tell(trace, startedMs, result);
    return result;
  }

  private tell(trace: TraceContext, startedMs: number, result: PublishResult): void {
    this.tracer.export({
      name: `publish ${this.kind}`,
      kind: "producer",
      trace,
      startMs: wallMs(startedMs),
      endMs: wallMs(),
      attributes: { "parking.publish.result": result },
      error: result === "confirmed" ? undefined : result,
    });
  }

  /** @throws the last error of the step, once the generator stops, or when a command is refused */
  retry<T>(
    step: "publish" | "store",
    attempt: () => Promise<T>,
    signal: AbortSignal,
    failed: (error: unknown) => void = () => undefined,
    fields?: object,
  ): Promise<T> {
    return retrying(step, attempt, {
      clock: this.clock,
      signal,
      log: this.parts.log,
      fields,
      isCommand: this.parts.isCommand,
      failed: (error) => {
        this.metrics.retries.inc({ event_type: this.kind, step });
        failed(error);
      },
    });
  }
}
