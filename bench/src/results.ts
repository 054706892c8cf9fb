import type { Row } from "./rows.js";
import type { Measured } from "./run-row.js";

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = sorted.slice(
    middle - (1 - (sorted.length % 2)),
    middle + 1,
  );
  return (low + high) / 2;
}

/** A Markdown table: medians of the rounds, and each rate as a multiple of the first row's. */
export function resultsTable(
  mixes: readonly number[],
  rows: readonly Row[],
  results: ReadonlyMap<string, readonly Measured[]>,
): string {
  const lines = [
    "| Exits that match | Row | Events/s | of the ceiling | Spread | Consumer CPU s/100k | Broker | Redis | Sink | Database | Peak MB |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
  ];
  for (const matching of mixes) {
    let ceiling = Number.NaN;
    for (const { name } of rows) {
      const measured = results.get(`${matching} ${name}`);
      if (!measured) continue;
      const rates = measured.map(({ eventsPerSecond }) => eventsPerSecond);
      const rate = median(rates);
      if (Number.isNaN(ceiling)) ceiling = rate;
      const cpu = (of: keyof Measured["cpu"]) =>
        median(measured.map((one) => one.cpu[of])).toFixed(1);
      const cells = [
        `${matching} %`,
        name,
        Math.round(rate),
        (rate / ceiling).toFixed(2),
        `${Math.round(Math.min(...rates))}-${Math.round(Math.max(...rates))}`,
        cpu("consumer"),
        cpu("broker"),
        cpu("redis"),
        cpu("sink"),
        cpu("database"),
        Math.round(Math.max(...measured.map(({ peakMegabytes }) => peakMegabytes))),
      ];
      lines.push(`| ${cells.join(" | ")} |`);
    }
  }
  return lines.join("\n");
}

export const resultsPage = (table: string, machine: string, command: string): string => `# Results

Printed by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.

Medians of the rounds; rows take turns in each round. Entries wait in their queue until the consumers are let go, then the exits.
All guarantees are on in the rows of Boomgate: persistent messages, appendfsync always, ack after the stay is committed in PostgreSQL.
The ceiling parses and acks, and does nothing else. "One message at a time" sets, gets and deletes a key, posts each stay by itself, and
has none of the guarantees. CPU is for 100,000 events, of the consumers and of each service.

${table}
`;
