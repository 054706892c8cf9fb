import type { TrailRead } from "../ports/event-trail.js";

/** Since when the ledger has every read that was accepted, as its reads show. */
export class LedgerReach {
  private firstSeenAtMs = Number.POSITIVE_INFINITY;
  private oldestMs = Number.POSITIVE_INFINITY;

  add(atMs: number, firstSeenAtMs: number): void {
    this.oldestMs = Math.min(this.oldestMs, atMs);
    this.firstSeenAtMs = Math.min(this.firstSeenAtMs, firstSeenAtMs);
  }

  /**
   * The first outcome came then, or what came before was deleted, as the oldest read shows: ms since 1970. Infinity
   * for an empty ledger.
   */
  get sinceMs(): number {
    return Math.max(this.firstSeenAtMs, this.oldestMs);
  }
}

/**
 * Since when no read is missing: what was published before the oldest event of a stream that was cut, and accepted
 * before the ledger began, is in neither.
 * @param trail - undefined when no stream was read @param ledger - undefined when no ledger was read
 * @returns ms since 1970; undefined when nothing is missing, as one of them goes back to the beginning
 */
export function completeSince(
  trail: TrailRead | undefined,
  ledger: { readonly sinceMs: number | undefined } | undefined,
): number | undefined {
  if (trail === undefined) return ledger?.sinceMs;
  if (ledger === undefined) return trail.completeSinceMs;
  if (trail.completeSinceMs === undefined || ledger.sinceMs === undefined) return undefined;
  return Math.min(trail.completeSinceMs, ledger.sinceMs);
}
