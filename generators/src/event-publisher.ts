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

/** "unsent": the broker does not have the event. "uncertain": the confirm was lost, or never came. */
type PublishResult = "confirmed" | "unsent" | "uncertain";

const wasNotSent = (error: unknown): boolean =>
  error instanceof UnroutableError || error instanceof PublisherFullError;

/** Publishes the events of one generator. Every attempt to publish an event uses the same id. */
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
   * After a lost confirm the event is published again under the same id, which the backend takes for a repeat.
   * @throws what the broker answers when it refuses, when this is a command
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

  /** Publishes a copy of an event, which is not counted again. */
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
      if (!signal.aborted) throw error; // refused: a command ends
      result = mayHaveArrived ? "uncertain" : "unsent";
    }
    if (this.tracer.willExport(trace)) this.exportSpan(trace, startedMs, result);
    return result;
  }

  private exportSpan(trace: TraceContext, startedMs: number, result: PublishResult): void {
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

  /** @throws the last error of the step, when the generator stops or the broker refuses a command */
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
