import { readFileSync, writeFileSync } from "node:fs";
import { growthTable } from "./growth/growth-table.js";
import type { Growth } from "./growth/run-growth.js";
import { withHeadline } from "./headline.js";
import { type LatencyLine, latencyTable } from "./latency/latency-table.js";
import { machine } from "./machine.js";
import { throughputChart } from "./throughput/throughput-chart.js";
import { type ThroughputLine, throughputTable } from "./throughput/throughput-table.js";

/** What was measured in one run; parts that were not asked for are absent. */
export interface Tables {
  readonly throughput?: readonly ThroughputLine[];
  readonly latency?: readonly LatencyLine[];
  readonly growth?: readonly Growth[];
}

export interface HowMeasured {
  readonly command: string;
  /** Processes that wanted a core in the minute before: 0 on a machine that is ours alone. */
  readonly loadBefore: number;
}

/** Writes bench/RESULTS.md with its chart, and after a run of all parts the headlines of the README. */
export function saveResults(tables: Tables, how: HowMeasured): void {
  const page = resultsPage(tables, how);
  writeFileSync(new URL("../RESULTS.md", import.meta.url), page);
  if (tables.throughput) {
    writeFileSync(new URL("../results.svg", import.meta.url), throughputChart(tables.throughput));
  }
  const { throughput, latency, growth } = tables;
  if (throughput && latency && growth) {
    const readme = new URL("../../README.md", import.meta.url);
    const text = withHeadline(
      readFileSync(readme, "utf8"),
      { throughput, latency, growth },
      how.loadBefore,
    );
    writeFileSync(readme, text);
  }
}

function resultsPage({ throughput, latency, growth }: Tables, how: HowMeasured): string {
  const day = new Date().toISOString().slice(0, 10);
  const load = how.loadBefore.toFixed(1);
  const sections = [
    `# Results\n\nPrinted by \`${how.command}\` on ${day}: ${machine()}, load ${load} before it.`,
    throughput && `${ABOUT_THROUGHPUT}\n\n${CHART}\n\n${throughputTable(throughput)}`,
    latency && `${ABOUT_LATENCY}\n\n${latencyTable(latency)}`,
    growth && `${ABOUT_GROWTH}\n\n${growthTable(growth)}`,
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

const ABOUT_THROUGHPUT = `\
## Throughput and CPU

Medians of the rounds; rows take turns in each round. Entries wait in their queue until the consumers are let go, then the exits.
All guarantees are on in the rows of Boomgate: persistent messages, appendfsync always, ack after the stay is committed in PostgreSQL.
The ceiling parses and acks, and does nothing else. "One message at a time" sets, gets and deletes a key, posts each stay by itself, and
has none of the guarantees. CPU is for 100,000 events, of the consumers and of each service.`;

const CHART = "![Events per second, and CPU seconds for 100,000 events](results.svg)";

const ABOUT_LATENCY = `\
## Latency

In ms, all rounds together; entries at a steady rate, then their exits at the same rate. "Delivery to ack" begins when the AMQP library hands
the message over, "publish to ack" has the wait in the queue as well: a consumer that takes one message at a time hides its waits there.
The empty handler acks at once: nothing can be faster.`;

const ABOUT_GROWTH = `\
## Cost of an event as their number grows

One backend; half of the events are entries, and all of their plates are inside before the first exit. Events are published while they
are consumed, so the rate is one of both.`;
