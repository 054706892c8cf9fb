import type { StaySummary } from "@boomgate/contracts";

/** The sink read the summary and said no. */
export interface Refusal {
  readonly status: number;
  /** What the sink answered, cut to a length that fits a message header. */
  readonly detail: string;
}

export type Reception = "accepted" | Refusal;

/** Where stays go. Posting the same revision again is harmless. */
export interface SummarySink {
  /**
   * @returns for each summary what became of it, in their order; "accepted" means stored for good
   * @throws {DependencyUnavailableError} any of the summaries may have been stored or not
   */
  post(summaries: readonly StaySummary[]): Promise<readonly Reception[]>;
}

export const SummarySink = Symbol("SummarySink");
