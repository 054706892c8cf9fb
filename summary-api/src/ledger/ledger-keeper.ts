import { pause, RepeatedWork, type Running } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import type { ReadLedger } from "../store/reads/read-ledger.js";
import type { LedgerMetrics } from "../telemetry/ledger-metrics.js";

const DAY_MS = 86_400_000;
const ROUND_EVERY_MS = 60_000;
const STEP_READS = 500;
/** Pause between two steps, so that writers come first. */
const PAUSE_MS = 10;

export interface LedgerKeeperParts {
  readonly ledger: Pick<ReadLedger, "deleteSome">;
  readonly keepForMs: number;
  readonly metrics: Pick<LedgerMetrics, "deleted">;
  readonly log: Pick<Logger, "warn" | "info">;
  readonly now: () => Date;
}

/** Deletes reads older than READS_RETENTION, by whole days of UTC. */
export class LedgerKeeper implements Running {
  private readonly work = new RepeatedWork(
    (signal) =>
      this.round(signal).catch((error: unknown) => {
        this.parts.log.warn({ err: error }, "reads past their retention could not be deleted");
      }),
    () => ROUND_EVERY_MS,
  );

  constructor(private readonly parts: LedgerKeeperParts) {}

  start(): void {
    this.work.start();
  }

  /** Resolves when the current step is done. */
  stop(): Promise<void> {
    return this.work.stop();
  }

  /** Until nothing is left to delete. */
  private async round(signal: AbortSignal): Promise<void> {
    const { ledger, keepForMs, metrics, now } = this.parts;
    const oldestMs = Math.floor((now().getTime() - keepForMs) / DAY_MS) * DAY_MS;
    while (!signal.aborted) {
      if ((await ledger.deleteSome(new Date(oldestMs), STEP_READS)) === 0) return;
      metrics.deleted.inc();
      await pause(PAUSE_MS, signal);
    }
  }
}
