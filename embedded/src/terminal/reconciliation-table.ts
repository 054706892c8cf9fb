import type { Reconciliation } from "../reconciliation.js";

const LABEL_WIDTH = 36;
const NUMBER_WIDTH = 10;
const RULE = "─".repeat(LABEL_WIDTH + NUMBER_WIDTH);

/** The reconciliation as a table for a person: both sides with their sums, then whether they agree. */
export function reconciliationTable(reconciliation: Reconciliation): string {
  const { published, reads, stays, noPlate, parked, differences } = reconciliation;
  return [
    RULE,
    row("entries published", published.entries),
    row("exits published", published.exits),
    row("= events published", reconciliation.publishedEvents),
    RULE,
    row(`${stays.closed} stays closed, two events each`, 2 * stays.closed),
    row("stays voided", stays.void),
    row("exits unmatched", reads.unmatched),
    row("re-reads", reads.reread),
    row("entries abandoned", reads.abandoned),
    row("entries still open", reads.open),
    row("without a plate", noPlate),
    row("parked", parked),
    row("= events accounted for", reconciliation.accountedEvents),
    RULE,
    ...(differences.length === 0
      ? ["Every event is accounted for, and the summary API holds every stay of the backend."]
      : differences.map((difference) => `DIFFERENCE: ${difference}`)),
    "",
  ].join("\n");
}

const row = (label: string, count: number) =>
  label.padEnd(LABEL_WIDTH) + String(count).padStart(NUMBER_WIDTH);
