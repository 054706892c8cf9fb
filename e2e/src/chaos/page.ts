import { machine } from "@boomgate/testing";
import type { Accounts } from "./accounts.js";
import type { Performance } from "./perform.js";

/** One run of one fault on the terminal, with its accounts on a second line. */
export function lineOf({ fault, felt, verdict, ...rest }: Performance): string {
  const { events, expected, found, lost, twice, invented, parked, unaccounted } = verdict;
  const line = [
    fault.padEnd(42),
    `${felt.times} ${felt.how}`.padEnd(24),
    `${events} events, ${found} of ${expected} stays`,
    `lost ${lost} twice ${twice} invented ${invented} parked ${parked} unaccounted ${unaccounted}`,
    `drained in ${rest.drainSeconds.toFixed(1)} s, ${rest.peakMegabytes} MB`,
  ].join("  ");
  const codes = Object.entries(rest.parkedCodes).map(([code, count]) => `${count} ${code}`);
  return [
    line,
    ...(verdict.accounts ? [`${events} = ${sumText(verdict.accounts)}`] : []),
    ...(codes.length > 0 ? [`parked: ${codes.join(", ")}`] : []),
  ].join("\n       ");
}

/** "2482 closed + 12 voided + ...", those that are empty left out. */
function sumText(accounts: Accounts): string {
  const { closed, voided, unmatched, reread, abandoned, open, refused, parked } = accounts;
  return Object.entries({ closed, voided, unmatched, reread, abandoned, open, refused, parked })
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(" + ");
}

export interface HowRun {
  readonly seed: number;
  readonly visits: number;
  readonly rate: number;
  readonly outage: number;
  readonly maxMemory: number;
}

/** docs/chaos.md. @param versions - of the services */
export function pageOf(
  performances: readonly Performance[],
  { seed, visits, rate, outage, maxMemory }: HowRun,
  versions: string,
): string {
  return `# Faults and what became of the stays

Printed by \`npm run chaos -- --save --seed ${seed} --visits ${visits} --rate ${rate} --outage ${outage}\` on
${new Date().toISOString().slice(0, 10)}: ${versions}; ${machine()}.

Two backends; each fault strikes 1.5 s after the traffic begins. Twice: entries in more than one stay. "Sum": the accepted
events are those of closed stays, void stays, unmatched exits, re-reads, abandoned and open entries, refused stays and the parking lot,
each side asked by itself. "Parked" are the messages in the parking lot: what hostile senders and refused stays leave there has to be
there, and nothing else. "Drained" is the time from the last confirmed event until nothing was on its way, "memory" the
highest resident memory of a backend, of which more than ${maxMemory} MB would fail the run.

| Fault | Felt | Events | Sum | Stays | Lost | Twice | Invented | Parked | Drained | Memory |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${performances.map((performance) => `| ${rowOf(performance)} |`).join("\n")}
`;
}

const rowOf = ({ fault, felt, verdict, drainSeconds, peakMegabytes }: Performance): string =>
  [
    fault,
    `${felt.times} ${felt.how}`,
    verdict.events,
    verdict.events + verdict.unbalanced,
    `${verdict.found} of ${verdict.expected}`,
    verdict.lost,
    verdict.twice,
    verdict.invented,
    verdict.parked,
    `${drainSeconds.toFixed(1)} s`,
    `${peakMegabytes} MB`,
  ].join(" | ");
