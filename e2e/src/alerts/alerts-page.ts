import { linux } from "@boomgate/testing";
import type { Observation } from "./alert-fault.js";
import type { Conservation } from "./check-conservation.js";
import { SHORTEST_RANGE_SECONDS } from "./scaled-rules.js";

const seconds = (value: number | undefined) =>
  value === undefined ? "never" : `${value.toFixed(1)} s`;

export function observationsTable(observations: readonly Observation[]): string {
  const rows = observations.map(({ alert, fault, since, firedAfter, resolvedAfter }) =>
    [alert, fault, `${seconds(firedAfter)} after ${since}`, seconds(resolvedAfter)].join(" | "),
  );
  return ["Alert | Fault | Fired | Resolved after", "--- | --- | --- | ---", ...rows]
    .map((row) => `| ${row} |`)
    .join("\n");
}

export const conservationLine = ({ accepted, unaccounted, countedTwice }: Conservation): string =>
  `${accepted} events accepted, ${unaccounted} not accounted for when no event was waiting ` +
  `(lost confirms and redeliveries, which may be counted twice: ${countedTwice})`;

export interface Report {
  readonly command: string;
  readonly factor: number;
  readonly observations: readonly Observation[];
  readonly conservation: Conservation;
}

export const alertsPage = ({ command, factor, observations, conservation }: Report): string =>
  `# Every alert, seen firing

Printed by \`${command}\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${linux()}. Two backends, two generators and
a summary API over RabbitMQ, Redis and PostgreSQL of their own, watched by a Prometheus with the rules of this repository; the faults are
real. To finish within minutes, every range, offset and \`for\` is divided by ${factor} (a range is at least ${SHORTEST_RANGE_SECONDS} s), and so is the
threshold of RollupsBehind; scrapes happen each second, so their age is set to 2 s instead of 10. All other thresholds are unchanged. "Resolved after"
counts from the end of the fault, or from the alert where it fires only then. \`promtool test rules\` tests the alerts at their real
times, and the cases in which they have to stay silent.

${observationsTable(observations)}

After the faults that lose nothing, with the generators blocked: ${conservationLine(conservation)}.
`;
