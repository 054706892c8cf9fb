import { machine } from "@boomgate/testing";
import type { LedgerVerdict } from "./ledger-verdict.js";
import type { OutcomeCounts } from "./outcome-counts.js";
import type { FaultRun } from "./run-fault.js";

/** A run on the terminal, with the counts of outcomes on a second line. */
export function lineOf({ fault, effect, verdict, ...rest }: FaultRun): string {
  const { events, expected, found, lost, twice, invented, parked, unaccounted } = verdict;
  const line = [
    fault.padEnd(42),
    `${effect.times} ${effect.what}`.padEnd(24),
    `${events} events, ${found} of ${expected} stays`,
    `lost ${lost} twice ${twice} invented ${invented} parked ${parked} unaccounted ${unaccounted}`,
    ...(verdict.ledger ? [`ledger ${ledgerText(verdict.ledger)}`] : []),
    `drained in ${rest.drainSeconds.toFixed(1)} s, ${rest.peakMegabytes} MB`,
  ].join("  ");
  const codes = Object.entries(rest.parkedCodes).map(([code, count]) => `${count} ${code}`);
  return [
    line,
    ...(verdict.outcomes ? [`${events} = ${sumText(verdict.outcomes)}`] : []),
    ...(codes.length > 0 ? [`parked: ${codes.join(", ")}`] : []),
  ].join("\n       ");
}

/** How many reads the ledger holds as they have to be, and what else is wrong in it. */
function ledgerText({ right, expected, differences }: LedgerVerdict): string {
  const others = differences.length - (expected - right);
  return `${right} of ${expected}${others > 0 ? ` and ${others} more differences` : ""}`;
}

/** "2482 closed + 12 voided + ...", without zeros. */
function sumText(outcomes: OutcomeCounts): string {
  const { closed, voided, unmatched, reread, abandoned, open, refused, parked } = outcomes;
  return Object.entries({ closed, voided, unmatched, reread, abandoned, open, refused, parked })
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(" + ");
}

interface ChaosOptions {
  readonly seed: number;
  readonly visits: number;
  readonly rate: number;
  readonly outage: number;
  readonly maxMemory: number;
}

/** docs/chaos.md. @param versions - of the services */
export function pageOf(
  runs: readonly FaultRun[],
  { seed, visits, rate, outage, maxMemory }: ChaosOptions,
  versions: string,
): string {
  return `# Faults and what became of the stays

Printed by \`npm run chaos -- --save --seed ${seed} --visits ${visits} --rate ${rate} --outage ${outage}\` on
${new Date().toISOString().slice(0, 10)}: ${versions}; ${machine()}.

Two backends; each fault begins 1.5 s after the traffic. "Effect" is what the services noticed of it. "Sum" adds up the events of closed stays, void
stays, unmatched exits, re-reads, abandoned and open entries, refused stays and the parking lot, read from sink, Redis and broker; it has to equal
the accepted events. "Twice" counts entries in more than one stay. "Parked" counts messages in the parking lot: those of hostile senders and of refused
stays, and no others. "Ledger" counts the reads that stand in the ledger of the summary API once, with the fate and the stay that the rule makes of the accepted
events; one that is missing, doubled, invented, of another fate, or without the code under which it was parked fails the run. "Drained" is the time from the last confirmed event until no event was waiting or in hand, "Memory" the highest
resident memory of a backend or gateway; a run fails with more than ${maxMemory} MB.

| Fault | Effect | Events | Sum | Stays | Lost | Twice | Invented | Parked | Ledger | Drained | Memory |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${runs.map((performance) => `| ${rowOf(performance)} |`).join("\n")}
`;
}

const rowOf = ({ fault, effect, verdict, drainSeconds, peakMegabytes }: FaultRun): string =>
  [
    fault,
    `${effect.times} ${effect.what}`,
    verdict.events,
    verdict.events + verdict.sumDifference,
    `${verdict.found} of ${verdict.expected}`,
    verdict.lost,
    verdict.twice,
    verdict.invented,
    verdict.parked,
    verdict.ledger ? ledgerText(verdict.ledger) : "",
    `${drainSeconds.toFixed(1)} s`,
    `${peakMegabytes} MB`,
  ].join(" | ");
