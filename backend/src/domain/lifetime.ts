import type { PairingRules } from "./pairing.js";
import type { Read } from "./read.js";

export interface HorizonRules {
  /** An event that is processed at most so long after its own time is accepted. */
  readonly horizonMs: number;
  /** How far an event may be stamped ahead of the store's clock. */
  readonly maxAheadMs: number;
}

type Rules = PairingRules & HorizonRules;

/** How long a store keeps a document after a save, by its own clock. */
export interface Lifetimes {
  /** Documents are due at multiples of this. */
  readonly slotMs: number;
  readonly afterSaveMs: number;
  /** The same while an entry is open; the document is due at the later of both. */
  readonly afterSaveOpenMs: number;
}

const SLOTS_PER_HORIZON = 72;

/** The longest time over which a read that is not open decides about a later one. */
export const windowMs = (rules: PairingRules): number =>
  Math.max(rules.rereadWindowMs, rules.clockSkewToleranceMs);

/**
 * Each part is needed: an event may come a horizon after its time, a saved one may be stamped ahead, and
 * both sides of a window belong together.
 * @see docs/adr/0023-horizon.md
 */
export const lifetimesOf = (rules: Rules): Lifetimes => ({
  slotMs: Math.max(1, Math.ceil(rules.horizonMs / SLOTS_PER_HORIZON)),
  afterSaveMs: rules.horizonMs + rules.maxAheadMs + windowMs(rules),
  afterSaveOpenMs: rules.maxStayMs + rules.horizonMs + rules.maxAheadMs,
});

/** Up to which instant a read may decide about others once it is saved, ms since 1970. */
export const mattersUntilMs = (read: Read, rules: PairingRules): number =>
  read.atMs + windowMs(rules);

/** Up to which instant an exit may close an open entry, ms since 1970. */
export const openUntilMs = (entry: Read, rules: PairingRules): number =>
  entry.atMs + rules.maxStayMs;

/**
 * The least that a store which never stopped has forgotten by now, ms since 1970: the floor of a store that is filled
 * anew from everything that was published.
 */
export const forgottenByMs = (nowMs: number, rules: Rules): number => {
  const { slotMs, afterSaveMs } = lifetimesOf(rules);
  return nowMs - afterSaveMs - slotMs;
};

/** How long published events have to be kept, so that a store which was lost can be rebuilt from them. */
export const publishedKeptMs = (rules: Rules): number =>
  rules.maxStayMs + rules.horizonMs + 2 * rules.maxAheadMs + windowMs(rules);
