import type { ReadCounts } from "@boomgate/backend";

/** Counts of each side, which counts by itself and takes no count from another. */
export interface Sides {
  /** Counted by the generators: events that the broker confirmed. */
  readonly published: { readonly entries: number; readonly exits: number };
  /** Counted by the backend: reads in the histories, by their state. */
  readonly reads: ReadCounts;
  /** Counted by the backend: events without a plate. */
  readonly noPlate: number;
  /** Counted by the sink: stays of this run. */
  readonly stays: { readonly closed: number; readonly void: number };
  /** Counted by the broker: messages in the parking lot. */
  readonly parked: number;
}

export interface Reconciliation extends Sides {
  readonly publishedEvents: number;
  readonly accountedEvents: number;
  /** Sentences, one for each difference. */
  readonly differences: readonly string[];
}

/**
 * Every published event is in exactly one account: a closed stay accounts for two events, its entry and its
 * exit, each of the others for one.
 */
export function reconcile(sides: Sides): Reconciliation {
  const { published, reads, stays, noPlate, parked } = sides;
  const publishedEvents = published.entries + published.exits;
  const { unmatched, reread, abandoned, open } = reads;
  const accountedEvents =
    2 * stays.closed + stays.void + unmatched + reread + abandoned + open + noPlate + parked;
  const differences: string[] = [];
  if (publishedEvents !== accountedEvents) {
    differences.push(`${publishedEvents} events published, ${accountedEvents} accounted for`);
  }
  if (reads.closed !== 2 * stays.closed) {
    differences.push(
      `the backend closed ${reads.closed / 2} stays, the sink holds ${stays.closed}`,
    );
  }
  if (reads.voided !== stays.void) {
    differences.push(`the backend made ${reads.voided} stays void, the sink holds ${stays.void}`);
  }
  return { ...sides, publishedEvents, accountedEvents, differences };
}
