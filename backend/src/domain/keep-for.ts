import type { PairingRules } from "./pairing.js";
import { pair } from "./pairing.js";
import type { PlateHistory } from "./plate-history.js";

export interface ExpiryRules {
  /** A car is gone after this, whatever the cameras missed. */
  readonly maxStayMs: number;
  /** How long a closed stay can be corrected by a late event. */
  readonly correctionWindowMs: number;
  /** How long an exit without an entry waits for one that comes late. */
  readonly graceMs: number;
}

/** How long the store keeps a history after it was saved, in ms. */
export function keepForMs(history: PlateHistory, rules: PairingRules & ExpiryRules): number {
  if (pair(history.reads, rules).fates.includes("open")) return rules.maxStayMs;
  const isOnlyUnmatched = history.announced.length === 0 && !history.forgottenUpTo;
  return isOnlyUnmatched ? rules.graceMs : rules.correctionWindowMs;
}
