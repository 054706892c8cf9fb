import type { ReadCounts } from "@boomgate/backend";
import type { LedgerCounts } from "./ledger-counts.js";

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
  /** Counted by the ledger: reads of this run, by what became of them; undefined with LEDGER=off. */
  readonly ledger: LedgerCounts | undefined;
}

export interface Reconciliation extends Sides {
  readonly publishedEvents: number;
  readonly accountedEvents: number;
  /** Sentences, one for each difference. */
  readonly differences: readonly string[];
}

/** The ledger is a second witness: it got its counts by another way than the metrics of the backend. */
export function ledgerDifferences(
  { reads, noPlate }: Pick<Sides, "reads" | "noPlate">,
  ledger: LedgerCounts,
): readonly string[] {
  const wanted = { ...reads, no_plate: noPlate };
  return Object.entries(wanted).flatMap(([fate, count]) => {
    const kept = ledger[fate] ?? 0;
    return kept === count
      ? []
      : [`the backend counts ${count} reads as ${fate}, the ledger ${kept}`];
  });
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
  if (sides.ledger !== undefined) differences.push(...ledgerDifferences(sides, sides.ledger));
  return { ...sides, publishedEvents, accountedEvents, differences };
}
