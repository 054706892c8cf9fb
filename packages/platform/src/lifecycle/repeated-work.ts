import { setTimeout as sleep } from "node:timers/promises";
import type { Running } from "./stop-stack.js";

/** Background work that is repeated with a pause until it is stopped. */
export class RepeatedWork implements Running {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  /**
   * @param round - never rejects; ends soon after its signal
   * @param pauseMs - after a round that took so many ms
   */
  constructor(
    private readonly round: (signal: AbortSignal) => Promise<void>,
    private readonly pauseMs: (tookMs: number) => number,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const beganMs = performance.now();
      await this.round(signal);
      await pause(this.pauseMs(performance.now() - beganMs), signal);
    }
  }
}

/** Resolves after the time, or at once when the signal aborts. It does not keep the process running. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
