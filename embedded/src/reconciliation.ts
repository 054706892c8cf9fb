import type { ReadCounts } from "@boomgate/backend";

/** Each side as it was counted by itself: nothing here was handed from one to the other. */
export interface Sides {
  /** By the generators: events the broker confirmed. */
  readonly published: { readonly entries: number; readonly exits: number };
  /** By the backend: reads in the histories, by what became of them. */
  readonly reads: ReadCounts;
  /** By the backend: events of which the camera read no plate. */
  readonly noPlate: number;
  /** By the sink: stays of this run that it holds. */
  readonly stays: { readonly closed: number; readonly void: number };
  /** By the broker: messages in the parking lot. */
  readonly parked: number;
}

export interface Reconciliation extends Sides {
  readonly publishedEvents: number;
  readonly accountedEvents: number;
  /** Sentences, one for each difference. */
  readonly differences: readonly string[];
}

/**
 * Every event published is in exactly one account: a closed stay holds two, its entry and its exit;
 * each of the others holds one.
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
