import type { Logger } from "@boomgate/platform/telemetry";
import type { SinkMetrics } from "../telemetry/sink-metrics.js";
import { isDiskFull } from "./disk-full.js";

/** Label of the metric. */
const DISK_PLACES = ["database", "summary_log"] as const;
type DiskPlace = (typeof DISK_PLACES)[number];

/** Probes are at least this far apart, however often readiness is asked for. */
const PROBE_EVERY_MS = 1_000;

interface DiskSpaceParts {
  readonly metrics: Pick<SinkMetrics, "diskFull">;
  readonly log: Pick<Logger, "error" | "info">;
  /** Writes to the database and deletes it again. */
  readonly probe: () => Promise<void>;
}

/** Knows for each place whether its disk was full at the last write. */
export class DiskSpace {
  private readonly full = new Set<DiskPlace>();
  private probedMs = -Infinity;

  constructor(private readonly parts: DiskSpaceParts) {
    for (const place of DISK_PLACES) parts.metrics.diskFull.set({ place }, 0);
  }

  /** Does a write, and remembers whether the disk was full. */
  async watch<T>(place: DiskPlace, write: () => Promise<T>): Promise<T> {
    try {
      const result = await write();
      this.keep(place, false);
      return result;
    } catch (error) {
      // Other errors, such as a lock, say nothing about the disk.
      if (isDiskFull(error)) this.keep(place, true);
      throw error;
    }
  }

  /**
   * For the readiness. While the disk is full, the service is not ready and may get no requests; a probe then finds out
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
