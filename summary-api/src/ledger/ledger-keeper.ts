import { setTimeout as sleep } from "node:timers/promises";
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
export class LedgerKeeper {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: LedgerKeeperParts) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the current step is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Until nothing is left to delete. */
  async round(): Promise<void> {
    const { ledger, keepForMs, metrics, now } = this.parts;
    const oldestMs = Math.floor((now().getTime() - keepForMs) / DAY_MS) * DAY_MS;
    while (!this.stopping.signal.aborted) {
      if ((await ledger.deleteSome(new Date(oldestMs), STEP_READS)) === 0) return;
      metrics.deleted.inc();
      await this.rest(PAUSE_MS);
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.round().catch((error: unknown) => {
        this.parts.log.warn({ err: error }, "reads past their retention could not be deleted");
      });
      await this.rest(ROUND_EVERY_MS);
    }
  }

  private rest(ms: number): Promise<void> {
    const { signal } = this.stopping;
    return sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
