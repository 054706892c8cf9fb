import { eventMessage, type EventExchanges } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { causeText } from "@boomgate/platform/errors";
import { type MessagePublisher, brokerRefusalOf } from "@boomgate/platform/messaging";
import { Tracer } from "@boomgate/platform/tracing";
import { atOrBefore, type KnownFloor } from "../floor/known-floor.js";
import { retrying, type RetryingLog } from "../publishing/retrying.js";
import { traced } from "../publishing/traced.js";
import type { ReplayOptions } from "./options.js";
import { Pace } from "./pace.js";
import type { BadRecord, RecordedEvent } from "./recording/read-record.js";
import { shifted } from "./shifted.js";
import { TaskWindow } from "./task-window.js";

export interface ReplayCounts {
  /** Events that were due. */
  events: number;
  /** Events that the broker confirmed. */
  published: number;
  badLines: number;
  /** Events at or before the floor of the store that were not published. */
  late: number;
  /** Last line of the last record that was read. */
  lastLine: number;
}

interface ReplayParts {
  /** `undefined` in a dry run. */
  readonly publisher: MessagePublisher | undefined;
  readonly exchanges: EventExchanges;
  /** `undefined` when the floor is not known: then no event counts as too late. */
  readonly floor: KnownFloor | undefined;
  readonly clock: Clock;
  readonly counts: ReplayCounts;
  readonly log: RetryingLog;
  /** Called for each record that is not published. */
  readonly onSkipped: (record: BadRecord) => void;
  readonly signal: AbortSignal;
}

/** Why the replay ended before its recording did. */
export class StoppedError extends Error {
  constructor(place: Place, why: string, options?: ErrorOptions) {
    super(`stopped at ${linesOf(place)}: ${why}`, options);
    this.name = "StoppedError";
  }
}

type Place = Pick<BadRecord, "line" | "lastLine">;

/** "line 4", "lines 4 to 9" */
export const linesOf = ({ line, lastLine }: Place): string =>
  line === lastLine ? `line ${line}` : `lines ${line} to ${lastLine}`;

const MOST_UNDER_WAY = 1_000;
const tracer = new Tracer({ service: "replay" });

/**
 * Publishes events at the pace of their recording. An event with an earlier time than the one before is published at
 * once: cameras deliver late, and so does their recording. When the replay ends by the signal or an error of
 * the broker, some publishes may be under way until the publisher is closed.
 * @throws {StoppedError | UnreadableRecordingError}
 */
export async function replay(
  records: AsyncIterable<RecordedEvent | BadRecord>,
  options: Pick<ReplayOptions, "speed" | "onBadLine" | "onLate" | "shiftToNow">,
  parts: ReplayParts,
): Promise<void> {
  const { clock, counts } = parts;
  const failing = new AbortController();
  const signal = AbortSignal.any([parts.signal, failing.signal]);
  const pace = new Pace(options.speed, clock);
  const underWay = new TaskWindow(MOST_UNDER_WAY, signal, (error) => failing.abort(error));
  try {
    for await (const record of records) {
      if (signal.aborted) break;
      counts.lastLine = record.lastLine;
      if ("problem" in record) {
        counts.badLines += 1;
        if (options.onBadLine === "stop") throw new StoppedError(record, record.problem);
        parts.onSkipped(record);
        continue;
      }
      await pace.due(record.event.atMs, signal);
      if (signal.aborted) break;
      const due = options.shiftToNow ? shifted(record, pace.shiftMs) : record;
      const problem = options.onLate === "publish" ? undefined : lateness(due, parts.floor);
      if (problem !== undefined) {
        counts.late += 1;
        if (options.onLate === "stop") throw new StoppedError(record, problem);
        parts.onSkipped({ ...record, problem });
        continue;
      }
      counts.events += 1;
      underWay.start(() => publish(due, { ...parts, signal }));
      await underWay.room();
    }
  } finally {
    await underWay.empty();
  }
  failing.signal.throwIfAborted();
}

/** An event without a plate is only counted, so it is never too late. */
function lateness({ event }: RecordedEvent, floor: KnownFloor | undefined): string | undefined {
  const floorMs = event.hasPlate ? floor?.over(event.atMs) : undefined;
  return floorMs === undefined ? undefined : `${atOrBefore(floorMs)} (--on-late)`;
}

/** After a lost confirm the event is published again under the same id, which the backend takes for a repeat. */
async function publish(
  { event, body, line, lastLine }: RecordedEvent,
  { publisher, exchanges, clock, counts, log, signal }: ReplayParts,
): Promise<void> {
  const trace = tracer.begin();
  // Not `entry-generator`: the counters of the generators do not count replayed events.
  const message = () =>
    eventMessage(event, body, { exchanges, appId: "replay", nowMs: clock.now() });
  try {
    await retrying("publish", async () => publisher?.publish(traced(message(), trace)), {
      ...{ clock, signal, log, isCommand: true },
      failed: () => undefined,
    });
    counts.published += 1;
  } catch (error) {
    throw new StoppedError({ line, lastLine }, brokerRefusalOf(error) ?? causeText(error), {
      cause: error,
    });
  }
}
