import { RepeatedWork, type Running, untilAborted } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import type { PairingRules } from "../domain/pairing.js";
import type { HistoryCensus } from "../ports/history-census.js";
import type { CensusMetrics } from "./census-metrics.js";
import { countOpenStays } from "./count-open-stays.js";

const REST_AT_LEAST_MS = 5_000;
/** After a count the census pauses this many times as long as the count took: 2 % of one core at most. */
const REST_FACTOR = 50;

interface LotCensusParts {
  readonly census: HistoryCensus;
  readonly rules: PairingRules;
  /** A car whose stay began longer ago is not counted as inside. */
  readonly occupancyWindowMs: number;
  readonly metrics: CensusMetrics;
  readonly log: Pick<Logger, "warn">;
}

/**
 * Counts the open stays in the store, again and again. A running sum of events would go wrong after a restart
 * or a rebuild, and its errors would add up.
 */
export class LotCensus implements Running {
  private readonly work = new RepeatedWork(
    (signal) => this.round(signal),
    (tookMs) => Math.max(REST_AT_LEAST_MS, REST_FACTOR * tookMs),
  );

  constructor(private readonly parts: LotCensusParts) {}

  start(): void {
    this.work.start();
  }

  stop(): Promise<void> {
    return this.work.stop();
  }

  private async round(signal: AbortSignal): Promise<void> {
    const { census, rules, occupancyWindowMs, metrics, log } = this.parts;
    try {
      const sinceMs = Date.now() - occupancyWindowMs;
      const counting = countOpenStays(census, rules, sinceMs);
      metrics.set(await untilAborted(counting, signal), Date.now());
    } catch (error) {
      // The gauges keep the last count, and the gauge of its age grows.
      if (!signal.aborted) log.warn({ err: error }, "open stays could not be counted");
    }
  }
}
