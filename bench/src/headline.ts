import { percentilesOf } from "./latency/percentiles.js";
import type { LatencyLine } from "./latency/latency-table.js";
import { markdownTable } from "./markdown.js";
import type { Tables } from "./tables.js";
import { median } from "./throughput/median.js";
import { rateOf, ratioToFirst, type ThroughputLine } from "./throughput/throughput-table.js";

/** The parts of a run that the README needs. */
type Headlined = Required<Pick<Tables, "throughput" | "latency" | "growth">>;

const BEGIN = "<!-- what npm run bench measured -->";
const END = "<!-- end of it -->";

/** A light load, at which latency is not that of a backlog. */
const PER_SECOND = 500;

/** The README with the headlines of these tables between its two comments. */
export function withHeadline(readme: string, tables: Headlined, loadBefore: number): string {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error("the README has no comments between which the results belong");
  return `${before}${BEGIN}\n${headline(tables, loadBefore)}\n${END}${after}`;
}

function headline({ throughput, latency, growth }: Headlined, loadBefore: number): string {
  const last = growth.at(-1);
  return [
    `Other work kept ${loadBefore.toFixed(1)} processes busy on the machine before the run.`,
    throughputOf(throughput.filter(({ matching }) => matching === 100)),
    `Milliseconds from publishing to ack at ${PER_SECOND} events/s, the POST of the stay among them:`,
    latencyOf(latency.filter(({ perSecond }) => perSecond === PER_SECOND)),
    last &&
      `Over ${thousands(last.events)} events with ${thousands(last.plates)} plates inside, a backend took ` +
        `${Math.round(last.peakMegabytes)} MB at most and ${last.cpu.consumer.toFixed(1)} CPU seconds for 100,000 events, and Redis ` +
        `${Math.round(last.redisBytesPerPlate)} bytes for a plate inside and ` +
        `${Math.round(last.redisBytesPerClosedStay)} for a closed stay.`,
  ]
    .filter(Boolean)
    .join("\n\n");
}

const throughputOf = (lines: readonly ThroughputLine[]): string =>
  markdownTable(
    ["", "Events/s", "of the ceiling", "CPU seconds of the consumers for 100,000 events"],
    lines.map((line) => [
      line.row,
      Math.round(rateOf(line)),
      ratioToFirst(line, lines).toFixed(3),
      median(line.rounds.map(({ cpu }) => cpu.consumer)).toFixed(1),
    ]),
  );

const latencyOf = (lines: readonly LatencyLine[]): string =>
  markdownTable(
    ["", "Event", "p50", "p95", "p99", "max"],
    lines.map(({ row, eventType, waits }) => {
      const { p50, p95, p99, max } = percentilesOf(waits.endToEnd);
      return [row, eventType, ...[p50, p95, p99, max].map((ms) => ms.toFixed(1))];
    }),
  );

const thousands = (count: number) => count.toLocaleString("en");
