import { EVENTS_KEPT_DAYS } from "@boomgate/contracts";
import { ConfigError } from "@boomgate/platform/config";
import { publishedKeptMs } from "./domain/lifetime.js";
import type { HistoryRules } from "./processors/plate-histories.js";

const DAY_MS = 24 * 3_600_000;

/**
 * A store that is lost is rebuilt from the events in the streams, which must reach back long enough.
 * @throws {ConfigError}
 */
export function checkKeptLongEnough(rules: HistoryRules): void {
  const neededDays = Math.ceil(publishedKeptMs(rules) / DAY_MS);
  if (neededDays <= EVENTS_KEPT_DAYS) return;
  throw new ConfigError([
    `MAX_STAY_MS, HORIZON_MS and MAX_AHEAD_MS need the events of ${neededDays} days, should Redis ever be lost, ` +
      `and the streams of the broker keep ${EVENTS_KEPT_DAYS}: make one of them shorter`,
  ]);
}
