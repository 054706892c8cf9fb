import { type Running, untilAborted } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import { setTimeout as sleep } from "node:timers/promises";
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
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: LotCensusParts) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const beganMs = performance.now();
      await this.round();
      const restMs = Math.max(REST_AT_LEAST_MS, REST_FACTOR * (performance.now() - beganMs));
      await sleep(restMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async round(): Promise<void> {
    const { census, rules, occupancyWindowMs, metrics, log } = this.parts;
    const { signal } = this.stopping;
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
