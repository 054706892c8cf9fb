import { setTimeout as sleep } from "node:timers/promises";
import type { ReadOutcome } from "@boomgate/contracts";
import { RepeatedWork, type Running } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import type { OutcomeLedger } from "../../ports/outcome-ledger.js";

/** A summary API that is started together with the backend declares the queue within this time. */
const START_MS = 5_000;
const START_PAUSE_MS = 250;
const PAUSE_MS = 10_000;

/**
 * A ledger from when its queue is found: a backend whose sink is not the summary API has none, and must not wait for
 * it. Once found it stays on: then a missing queue is a fault, and events wait.
 */
export class LedgerOnceFound implements OutcomeLedger, Running {
  private found = false;
  private readonly search: RepeatedWork;

  /** @param isThere - rejects when it cannot say */
  constructor(
    private readonly ledger: OutcomeLedger,
    private readonly isThere: () => Promise<boolean>,
    private readonly log: Pick<Logger, "info">,
    private readonly times = { startMs: START_MS, startPauseMs: START_PAUSE_MS, pauseMs: PAUSE_MS },
  ) {
    this.search = new RepeatedWork(
      () => this.look(),
      () => this.times.pauseMs,
    );
  }

  get isOn(): boolean {
    return this.found;
  }

  /** Resolves when the queue was found, or after some seconds without it; then it goes on looking. */
  async start(): Promise<void> {
    const deadlineMs = performance.now() + this.times.startMs;
    for (;;) {
      await this.look();
      if (this.found || performance.now() >= deadlineMs) break;
      await sleep(this.times.startPauseMs); // keeps the process running, as nothing else may yet
    }
    if (this.found) return;
    this.log.info("no ledger keeps what becomes of events: its queue is looked for every 10 s");
    this.search.start();
  }

  stop(): Promise<void> {
    return this.search.stop();
  }

  async publish(outcomes: readonly ReadOutcome[]): Promise<void> {
    if (this.found) await this.ledger.publish(outcomes);
  }

  private async look(): Promise<void> {
    if (this.found) return;
    this.found = await this.isThere().catch(() => false); // asked again
    if (this.found) this.log.info("the ledger keeps what becomes of events");
  }
}
