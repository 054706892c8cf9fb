import type { Audit, BackfillProgress } from "@boomgate/generators";
import type { Reconciliation } from "../reconciliation.js";
import type { Progress, RunningEmbedded } from "../start-embedded.js";

/** What a run tells while it goes on: for a person at a terminal, or as JSON lines for a program. */
export interface Output {
  started(embedded: Pick<RunningEmbedded, "url" | "metricsUrl">): void;
  /** While history is written. */
  backfilling(progress: BackfillProgress): void;
  progress(progress: Progress, elapsedSeconds: number): void;
  draining(): void;
  finished(reconciliation: Reconciliation): void;
  /** @param broken - limits that are not kept */
  audited(audit: Audit, broken: readonly string[]): void;
  /** For the log, one or more whole lines. */
  write(lines: string): void;
  readonly isTTY: boolean;
  /** Between two calls of `progress`. */
  readonly everyMs: number;
}
