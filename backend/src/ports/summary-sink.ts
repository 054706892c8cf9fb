import type { StaySummary } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";

/** The sink read the summary and refused it. */
export interface Refusal {
  readonly status: number;
  /** What the sink answered, cut to a length that fits a message header. */
  readonly detail: string;
}

export type Reception = "accepted" | Refusal;

/** Takes the stays. Posting the same revision again is harmless. */
export interface SummarySink {
  /**
   * @param traces - of the events the summaries follow from, in their order; they go beside the
   *   summaries, never into them
   * @returns the reception of each summary, in their order; "accepted" means that it is stored durably
   * @throws {DependencyUnavailableError} any of the summaries may have been stored or not
   */
  post(
    summaries: readonly StaySummary[],
    traces?: readonly (TraceContext | undefined)[],
  ): Promise<readonly Reception[]>;
}

export const SummarySink = Symbol("SummarySink");
