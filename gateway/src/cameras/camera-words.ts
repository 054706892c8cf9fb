import type { CameraReading, Passage } from "@boomgate/cameras";
import { passedAt } from "@boomgate/contracts";
import type { CameraMetrics } from "../telemetry/camera-metrics.js";

/** What a camera last sent. */
export interface LastWord {
  /** Ms since 1970. */
  readonly receivedMs: number;
  readonly passages: number;
  /** Why parts were no passages. */
  readonly skipped: readonly string[];
  /** "TIME_ZONE_MISSING: SnapInfo.AccurateTime"; never a value. */
  readonly problems: readonly string[];
  readonly isHeartbeat: boolean;
  /** Whether the broker has all of it. */
  readonly isConfirmed: boolean;
}

/** The outcomes of passages, as labels. */
export const PASSAGE_OUTCOMES = [
  "queued",
  "no_plate",
  "skipped",
  "broken",
  "not_confirmed",
] as const;
type PassageOutcome = (typeof PASSAGE_OUTCOMES)[number];

/** Remembers the last word of each camera, and counts its passages. */
export class CameraWords {
  private readonly words = new Map<string, LastWord>();

  constructor(
    private readonly metrics: CameraMetrics,
    private readonly nowMs: () => number,
  ) {}

  of(camera: string): LastWord | undefined {
    return this.words.get(camera);
  }

  /** The cameras that there are now: what is known of others is dropped. */
  cameras(names: readonly string[]): void {
    for (const name of this.words.keys()) if (!names.includes(name)) this.words.delete(name);
    this.metrics.cameras(names, this.nowMs());
    for (const camera of names) {
      for (const outcome of PASSAGE_OUTCOMES) this.metrics.passages.inc({ camera, outcome }, 0);
    }
  }

  /** It sent something, whatever becomes of it. */
  seen(camera: string): void {
    this.metrics.seen(camera, this.nowMs());
  }

  /** @param isConfirmed - whether the broker has what could be used, and the body where something could not */
  heard(camera: string, reading: CameraReading, isConfirmed: boolean): void {
    const receivedMs = this.nowMs();
    const { passages, skipped, problems, heartbeat } = reading;
    this.words.set(camera, {
      receivedMs,
      passages: passages.length,
      skipped,
      problems: problems.map(({ code, detail }) => `${code}: ${detail}`),
      isHeartbeat: heartbeat !== undefined,
      isConfirmed,
    });
    const times = passages.map(({ event }) => timeOf(event).getTime());
    const clockMs = heartbeat?.at?.getTime() ?? (times.length > 0 ? Math.max(...times) : undefined);
    if (clockMs !== undefined) this.metrics.clock(camera, clockMs - receivedMs);
    const count = (outcome: PassageOutcome, by: number) =>
      this.metrics.passages.inc({ camera, outcome }, by);
    const withPlate = passages.filter(({ event }) => event.kind !== "no_plate").length;
    count(isConfirmed ? "queued" : "not_confirmed", withPlate);
    count("no_plate", passages.length - withPlate);
    count("skipped", skipped.length);
    count("broken", problems.length);
  }
}

const timeOf = (event: Passage["event"]): Date =>
  event.kind === "no_plate" ? event.at : passedAt(event);
