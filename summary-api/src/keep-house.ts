import type { StopStack } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import type { SinkMetrics } from "./telemetry/sink-metrics.js";
import { KeptFrom } from "./retention/kept-from.js";
import { RetentionKeeper } from "./retention/retention-keeper.js";
import type { ZonedCalendar } from "./rollups/calendar.js";
import { RollupKeeper } from "./rollups/rollup-keeper.js";
import type { SummaryApiConfig } from "./settings.js";
import type { Stores } from "./store/stores.js";

interface HouseParts {
  readonly config: SummaryApiConfig;
  readonly stores: Stores;
  readonly metrics: SinkMetrics;
  readonly calendar: ZonedCalendar;
  readonly log: Logger;
  readonly now: () => Date;
  readonly stack: StopStack;
}

/**
 * Starts the background work: rollups, and the deletion of old raw stays.
 * @returns the time from which on raw stays are kept
 */
export async function keepHouse(parts: HouseParts): Promise<KeptFrom> {
  const { config, stores, stack } = parts;
  const rollups = new RollupKeeper({ ...parts, rollups: stores.rollups });
  stack.defer("rollups", () => rollups.stop());
  rollups.start();
  const keepForMs = config.RAW_RETENTION;
  const keptFrom = new KeptFrom(keepForMs, await stores.retention.keptFrom());
  if (keepForMs !== undefined) {
    const { retention } = stores;
    const keeper = new RetentionKeeper({ ...parts, retention, keptFrom, keepForMs });
    stack.defer("retention", () => keeper.stop());
    keeper.start();
  }
  return keptFrom;
}
