import type { PairingRules } from "./pairing.js";
import { pair } from "./pairing.js";
import type { PlateHistory } from "./plate-history.js";

export interface ExpiryRules {
  /** How long a closed stay can be corrected by a late event. */
  readonly correctionWindowMs: number;
  /** How long an exit without an entry waits for one that comes late. */
  readonly graceMs: number;
}

/** How long the store keeps a history after it was saved, in ms. */
export function keepForMs(history: PlateHistory, rules: PairingRules & ExpiryRules): number {
  // Its last possible exit may come as late as any other event.
  const isOpen = pair(history.reads, rules).fates.includes("open");
  if (isOpen) return rules.maxStayMs + rules.correctionWindowMs;
  const isOnlyUnmatched = history.announced.length === 0 && !history.forgottenUpTo;
  return isOnlyUnmatched ? rules.graceMs : rules.correctionWindowMs;
}
