import type { Audit, BackfillProgress } from "@boomgate/generators";
import type { Reconciliation } from "../reconciliation.js";
import type { Progress, RunningEmbedded } from "../start-embedded.js";

/** Reports a run while it goes on: for a person at a terminal, or as JSON lines for a program. */
export interface Output {
  started(
    embedded: Pick<RunningEmbedded, "url" | "gatewayUrl" | "needsToken" | "metricsUrl">,
  ): void;
  /** While history is published. */
  backfilling(progress: BackfillProgress): void;
  progress(progress: Progress, elapsedSeconds: number): void;
  draining(): void;
  finished(reconciliation: Reconciliation): void;
  /** @param broken - sentences, one for each limit that is not kept */
  audited(audit: Audit, broken: readonly string[]): void;
  /** Writes lines of the log: one or more, each with its line feed. */
  write(lines: string): void;
  readonly isTTY: boolean;
  /** Time between two calls of `progress`. */
  readonly everyMs: number;
}
