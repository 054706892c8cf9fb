const LOOK_EVERY_MS = 1_000;
const LAG = /^parking_sink_rollup_lag_seconds\{[^}]*period="hour"[^}]*\} (\S+)$/m;

/** How far the rollups of hours were behind at most, while it looks. */
export class LagWatch {
  private worst = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly metricsUrl: string) {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  get worstSeconds(): number {
    return this.worst;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** @returns seconds; NaN when nobody answers */
  async look(): Promise<number> {
    const text = await fetch(`${this.metricsUrl}/metrics`).then(
      (answer) => answer.text(),
      () => "",
    );
    const seconds = Number(LAG.exec(text)?.[1]);
    if (seconds > this.worst) this.worst = seconds;
    return seconds;
  }
}
