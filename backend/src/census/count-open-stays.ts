import { type PairingRules, pair } from "../domain/pairing.js";
import type { PlateHistory } from "../domain/plate-history.js";
import type { HistoryCensus } from "../ports/history-census.js";

export interface OpenStays {
  /** Stays without an exit so far, however long ago they began. */
  readonly open: number;
  /** Open stays that began within the window: they count as cars inside. */
  readonly inside: number;
}

/** @param sinceMs - a stay that began before it does not count as a car inside */
export async function countOpenStays(
  census: HistoryCensus,
  rules: PairingRules,
  sinceMs: number,
): Promise<ReadonlyMap<string, OpenStays>> {
  const lots = new Map<string, OpenStays>();
  for await (const histories of census.histories()) {
    for (const { lotId, history } of histories) {
      const { open, inside } = lots.get(lotId) ?? { open: 0, inside: 0 };
      const beganMs = openSinceMs(history, rules);
      const isOpen = Number(beganMs !== undefined);
      const isInside = Number(beganMs !== undefined && beganMs >= sinceMs);
      lots.set(lotId, { open: open + isOpen, inside: inside + isInside });
    }
  }
  return lots;
}

/** When the open stay of a plate began; a plate has one at most. */
function openSinceMs({ reads }: PlateHistory, rules: PairingRules): number | undefined {
  return reads[pair(reads, rules).fates.indexOf("open")]?.atMs;
}
