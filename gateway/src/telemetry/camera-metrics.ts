import { Counter, Gauge, type Registry } from "@boomgate/platform/telemetry";

/** What the gateway reports about cameras. */
export class CameraMetrics {
  readonly passages: Counter<"camera" | "outcome">;
  private readonly lastSeen: Gauge<"camera">;
  private readonly clockSkew: Gauge<"camera">;
  private known: readonly string[] = [];

  constructor(registry: Registry) {
    const registers = [registry];
    const labelNames = ["camera"] as const;
    this.passages = new Counter({
      name: "parking_camera_passages_total",
      help: "Passages in messages of cameras by what became of them: queued, no_plate, skipped (another message counts, or the settings leave it out), broken (parked raw), not_confirmed (the camera sends again).",
      labelNames: ["camera", "outcome"],
      registers,
    });
    this.lastSeen = new Gauge({
      name: "parking_camera_last_seen_timestamp_seconds",
      help: "When a camera last sent anything, since 1970; the start of the gateway until it did.",
      labelNames,
      registers,
    });
    this.clockSkew = new Gauge({
      name: "parking_camera_clock_skew_seconds",
      help: "The newest time in the last message of a camera, minus the time at which it came: above 0 the camera's clock is ahead, far below 0 it is behind or the message was late.",
      labelNames,
      registers,
    });
  }

  /** The cameras that there are now. @param nowMs - since 1970 */
  cameras(names: readonly string[], nowMs: number): void {
    for (const camera of this.known) {
      if (names.includes(camera)) continue;
      this.lastSeen.remove({ camera });
      this.clockSkew.remove({ camera });
    }
    for (const name of names) if (!this.known.includes(name)) this.seen(name, nowMs);
    this.known = names;
  }

  seen(camera: string, atMs: number): void {
    this.lastSeen.set({ camera }, atMs / 1_000);
  }

  clock(camera: string, aheadMs: number): void {
    this.clockSkew.set({ camera }, aheadMs / 1_000);
  }
}
