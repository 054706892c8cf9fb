import { RepeatedWork } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import type { SinkMetrics } from "../telemetry/sink-metrics.js";
import { type Period, PERIODS } from "./calendar.js";
import { type Pace, refreshRollups } from "./refresh.js";
import type { RollupStore } from "./rollup-store.js";

const ROUND_EVERY_MS = 1_000;
/**
 * After a period was computed, it is not computed again for this many times as long as it took. A busy year takes
 * seconds, in which SQLite does nothing else.
 */
const REST: Readonly<Record<Period, number>> = { hour: 4, day: 4, month: 20, year: 100 };

/** Longest pause: a round that took long because of a lock is no measure for the next one. */
const REST_AT_MOST_MS = 600_000;

interface KeeperParts {
  readonly rollups: RollupStore;
  readonly metrics: SinkMetrics;
  readonly log: Pick<Logger, "warn">;
  readonly now: () => Date;
}

/** Brings rollups up to date in the background, a second after stays were saved. */
export class RollupKeeper {
  private readonly work = new RepeatedWork(
    (signal) => this.round(signal),
    () => ROUND_EVERY_MS,
  );
  private readonly pace = new RestingPace();
  private lagTimer: NodeJS.Timeout | undefined;
  private readonly upToDateUntil = new Map<Period, Date>();

  constructor(private readonly parts: KeeperParts) {
    for (const period of PERIODS) this.upToDateUntil.set(period, parts.now());
  }

  start(): void {
    this.work.start();
    // Not only after each round, so that the lag rises also when a round does not end.
    this.lagTimer = setInterval(() => this.setLag(), ROUND_EVERY_MS).unref();
  }

  /** Resolves when the current step is done. */
  async stop(): Promise<void> {
    clearInterval(this.lagTimer);
    await this.work.stop();
  }

  private async round(signal: AbortSignal): Promise<void> {
    const { rollups, log, now } = this.parts;
    try {
      await refreshRollups(rollups, this.pace, signal);
      const behind = await rollups.behindSince();
      for (const period of PERIODS) this.upToDateUntil.set(period, behind.get(period) ?? now());
    } catch (error) {
      log.warn({ err: error }, "rollups could not be computed");
    }
    this.setLag();
  }

  /** Sets the lag also while the database does not answer; it then grows since the last answer. */
  private setLag(): void {
    const { metrics, now } = this.parts;
    for (const [period, until] of this.upToDateUntil) {
      const lagMs = Math.max(0, now().getTime() - until.getTime());
      metrics.rollupLag.set({ period }, lagMs / 1_000);
    }
  }
}

/** Lets hours be computed at once, and longer periods less often the longer they take. */
class RestingPace implements Pace {
  private readonly restsUntil = new Map<Period, number>();

  mayStart(period: Period): boolean {
    return performance.now() >= (this.restsUntil.get(period) ?? 0);
  }

  spent(period: Period, milliseconds: number): void {
    const restMs = Math.min(REST[period] * milliseconds, REST_AT_MOST_MS);
    this.restsUntil.set(period, performance.now() + restMs);
  }
}
