import type { EntryEvent, EventExchanges, ExitEvent } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { type MessagePublisher, PublishNotConfirmedError } from "@boomgate/platform/messaging";
import { Tracer } from "@boomgate/platform/tracing";
import { eventMessage } from "../publishing/event-message.js";
import { traced } from "../publishing/traced.js";
import type { ReplayOptions } from "./options.js";
import { type BadLine, type RecordedLine, shifted, timeOf } from "./read-events.js";

export interface ReplayCounts {
  published: number;
  badLines: number;
  lastLine: number;
}

export interface ReplayParts {
  /** `undefined` publishes nothing. */
  readonly publisher: MessagePublisher | undefined;
  readonly exchanges: EventExchanges;
  readonly clock: Clock;
  readonly counts: ReplayCounts;
  readonly onBadLine: (line: BadLine) => void;
  readonly signal: AbortSignal;
}

export class BadLineError extends Error {
  constructor({ number, problem }: BadLine) {
    super(`stopped at line ${number}: ${problem}`);
    this.name = "BadLineError";
  }
}

const MOST_UNDER_WAY = 1_000;
const tracer = new Tracer({ service: "replay" });

/**
 * Publishes events at the pace they were recorded in. One that comes earlier than an event before it
 * goes out at once: cameras deliver late, and so does their recording.
 * @throws {BadLineError | UnroutableError}
 */
export async function replay(
  lines: AsyncIterable<RecordedLine | BadLine>,
  options: Pick<ReplayOptions, "speed" | "onBadLine" | "shiftToNow">,
  parts: ReplayParts,
): Promise<void> {
  const { clock, counts, signal } = parts;
  const pace = new Pace(options.speed, clock.now());
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const line of lines) {
    if (signal.aborted || failures.length > 0) break;
    counts.lastLine = line.number;
    if ("problem" in line) {
      counts.badLines += 1;
      if (options.onBadLine === "stop") throw new BadLineError(line);
      parts.onBadLine(line);
      continue;
    }
    const dueMs = pace.dueMs(timeOf(line.event).getTime());
    if (dueMs > clock.now()) {
      await clock.sleep(dueMs - clock.now(), signal).catch(() => undefined); // asked to stop
    }
    if (signal.aborted) break;
    const event = options.shiftToNow ? shifted(line.event, pace.shiftMs) : line.event;
    const task: Promise<void> = publish(event, parts)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(task));
    underWay.add(task);
    if (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}

/** A lost confirm means another publish of the same id, which is a repeat to the backend. */
async function publish(
  event: EntryEvent | ExitEvent,
  { publisher, exchanges, clock, counts, signal }: ReplayParts,
): Promise<void> {
  const trace = tracer.begin();
  for (;;) {
    try {
      // Not as a generator, whose own figures tell what it sent.
      const message = { ...eventMessage(event, exchanges, clock.now()), appId: "replay" };
      await publisher?.publish(traced(message, trace));
      counts.published += 1;
      return;
    } catch (error) {
      if (!(error instanceof PublishNotConfirmedError) || signal.aborted) throw error;
    }
  }
}

class Pace {
  private firstMs: number | undefined;

  constructor(
    private readonly speed: number,
    private readonly startedMs: number,
  ) {}

  /** When an event of that time has to go out. */
  dueMs(eventMs: number): number {
    this.firstMs ??= eventMs;
    return this.startedMs + (eventMs - this.firstMs) / this.speed;
  }

  /** From the first event to now. */
  get shiftMs(): number {
    return this.startedMs - (this.firstMs ?? this.startedMs);
  }
}
