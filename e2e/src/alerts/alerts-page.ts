import { linux } from "@boomgate/testing";
import type { Sighting } from "./act.js";
import type { Conservation } from "./check-conservation.js";
import { SHORTEST_RANGE_SECONDS } from "./scaled-rules.js";

const seconds = (value: number | undefined) =>
  value === undefined ? "never" : `${value.toFixed(1)} s`;

export function sightingsTable(sightings: readonly Sighting[]): string {
  const rows = sightings.map(({ alert, fault, since, firedAfter, resolvedAfter }) =>
    [alert, fault, `${seconds(firedAfter)} after ${since}`, seconds(resolvedAfter)].join(" | "),
  );
  return ["Alert | Fault | Fired | Resolved after", "--- | --- | --- | ---", ...rows]
    .map((row) => `| ${row} |`)
    .join("\n");
}

export const conservationLine = ({ accepted, unaccounted, countedTwice }: Conservation): string =>
  `${accepted} events accepted, ${unaccounted} not accounted for when nothing was on its way ` +
  `(lost confirms and redeliveries, which may be counted twice: ${countedTwice})`;

export interface Report {
  readonly command: string;
  readonly factor: number;
  readonly sightings: readonly Sighting[];
  readonly conservation: Conservation;
}

export const alertsPage = ({ command, factor, sightings, conservation }: Report): string =>
  `# Every alert, seen firing

Printed by \`${command}\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${linux()}. Two backends, two generators and
a summary API over RabbitMQ, Redis and PostgreSQL of their own, watched by a Prometheus with the rules of this repository; the faults are
real. So that nobody waits for hours, every range, offset and \`for\` is divided by ${factor} (a range is ${SHORTEST_RANGE_SECONDS} s at least), and so is the
threshold of RollupsBehind; scrapes are taken to be 2 s old instead of 10, as they are made each second. All other thresholds are the real ones. "Resolved" counts from the end of the fault, or from the alert itself where it fires only
then. What the alerts do at their real times, and where they have to stay silent, is tested by \`promtool test rules\`.

${sightingsTable(sightings)}

After the faults that lose nothing, with the generators blocked: ${conservationLine(conservation)}.
`;
