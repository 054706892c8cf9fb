import type { Logger } from "@boomgate/platform/telemetry";
import type { SinkMetrics } from "../telemetry/sink-metrics.js";
import { isDiskFull } from "./disk-full.js";

/** What is written to; a label. */
export const DISK_PLACES = ["database", "summary_log"] as const;
export type DiskPlace = (typeof DISK_PLACES)[number];

/** Whoever asks for readiness does not make a disk busy. */
const PROBE_EVERY_MS = 1_000;

export interface DiskSpaceParts {
  readonly metrics: Pick<SinkMetrics, "diskFull">;
  readonly log: Pick<Logger, "error" | "info">;
  /** Writes something to the database, and takes it away again. */
  readonly probe: () => Promise<void>;
}

/** Whether the last write to each place met a full disk. */
export class DiskSpace {
  private readonly full = new Set<DiskPlace>();
  private probedMs = -Infinity;

  constructor(private readonly parts: DiskSpaceParts) {
    for (const place of DISK_PLACES) parts.metrics.diskFull.set({ place }, 0);
  }

  /** Does a write, and keeps what it says about the disk. */
  async watch<T>(place: DiskPlace, write: () => Promise<T>): Promise<T> {
    try {
      const result = await write();
      this.keep(place, false);
      return result;
    } catch (error) {
      // Another error, as of a lock, says nothing about the disk.
      if (isDiskFull(error)) this.keep(place, true);
      throw error;
    }
  }

  /**
   * For the readiness. Nobody may send anything to a service that is not ready, so that it has to find out by itself
   * when there is space again.
   */
  async hasDatabaseSpace(): Promise<boolean> {
    const nowMs = performance.now();
    if (this.full.has("database") && nowMs - this.probedMs >= PROBE_EVERY_MS) {
      this.probedMs = nowMs;
      await this.watch("database", this.parts.probe).catch(() => undefined);
    }
    return !this.full.has("database");
  }

  private keep(place: DiskPlace, isFull: boolean): void {
    if (this.full.has(place) === isFull) return;
    const { metrics, log } = this.parts;
    metrics.diskFull.set({ place }, isFull ? 1 : 0);
    if (isFull) {
      this.full.add(place);
      log.error({ place }, "the disk is full");
    } else {
      this.full.delete(place);
      log.info({ place }, "the disk has space again");
    }
  }
}
