import { readSamples, sumOf } from "@boomgate/e2e";

const READ_EVERY_MS = 1_000;

/** Reads each second how far the rollups of hours are behind, and keeps the longest lag. */
export class LagWatch {
  private worst = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly metricsUrl: string) {
    this.timer = setInterval(() => void this.read(), READ_EVERY_MS);
  }

  get worstSeconds(): number {
    return this.worst;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  async read(): Promise<void> {
    const samples = await readSamples(this.metricsUrl).catch(() => []);
    const seconds = sumOf(samples, "parking_sink_rollup_lag_seconds", { period: "hour" });
    this.worst = Math.max(this.worst, seconds);
  }
}
