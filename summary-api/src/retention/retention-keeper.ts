import { pause, RepeatedWork, type Running } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import type { SinkMetrics } from "../telemetry/sink-metrics.js";
import type { ZonedCalendar } from "../rollups/calendar.js";
import type { KeptFrom } from "./kept-from.js";
import type { RawRetention } from "./raw-retention.js";

const ROUND_EVERY_MS = 60_000;
const STEP_ROWS = 500;
/** Pause between two steps, so that writers of stays come first. */
const BREATH_MS = 10;
/**
 * Stays are rejected for this long before they are deleted, so that every accepted stay is committed and in its
 * rollups by then, also when the clocks of two instances differ.
 */
const SETTLING_MS = 3_600_000;

interface RetentionKeeperParts {
  readonly retention: RawRetention;
  readonly keptFrom: KeptFrom;
  readonly keepForMs: number;
  readonly calendar: ZonedCalendar;
  readonly metrics: SinkMetrics;
  readonly log: Pick<Logger, "warn" | "info">;
  readonly now: () => Date;
}

/** Deletes raw stays older than RAW_RETENTION, by whole days of the time zone of the lots. */
export class RetentionKeeper implements Running {
  private readonly work = new RepeatedWork(
    (signal) => this.logged(signal),
    () => ROUND_EVERY_MS,
  );

  constructor(private readonly parts: RetentionKeeperParts) {}

  start(): void {
    this.work.start();
  }

  /** Resolves when the current step is done. */
  stop(): Promise<void> {
    return this.work.stop();
  }

  /** @returns the number of deleted rows */
  async round(signal: AbortSignal): Promise<number> {
    const { retention, keptFrom, keepForMs, calendar, metrics, now } = this.parts;
    const oldest = new Date(now().getTime() - keepForMs - SETTLING_MS);
    const cut = calendar.spanOf("day", oldest).startsAt;
    if (!(await retention.giveUpBefore(cut))) return 0;
    keptFrom.moveTo(cut);
    let sum = 0;
    for (let deleted = 1; deleted > 0 && !signal.aborted; sum += deleted) {
      deleted = await retention.deleteSome(STEP_ROWS);
      metrics.rawDeleted.inc(deleted);
      await pause(BREATH_MS, signal);
    }
    return sum;
  }

  private async logged(signal: AbortSignal): Promise<void> {
    const { log } = this.parts;
    try {
      const deleted = await this.round(signal);
      if (deleted > 0) log.info({ deleted }, "raw stays past their retention were deleted");
    } catch (error) {
      log.warn({ err: error }, "raw stays past their retention could not be deleted");
    }
  }
}
