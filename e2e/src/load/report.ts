import { type Line, lineChart } from "./line-chart.js";
import { factsOf, isLossless, type LoadResult } from "./result.js";
import { type LoadSample, PARTS } from "./sample.js";

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;max-width:900px;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .3rem}
table{border-collapse:collapse}td{padding:.15rem 1.2rem .15rem 0}td+td{text-align:right;font-variant-numeric:tabular-nums}
svg{width:100%;height:auto}text{font:12px system-ui,sans-serif;fill:currentColor}
.grid{stroke:#8c959f55}.band{fill:#cf222e22}.legend span{margin-right:1.2rem}.legend i{display:inline-block;width:1rem;height:.25rem;margin-right:.4rem;vertical-align:middle}
.well{color:#1a7f37}.bad{color:#cf222e}
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}}`;

/** One page that needs nothing from anywhere. */
export function reportPage(result: LoadResult, madeAt: Date): string {
  const line = (name: string, pick: (sample: LoadSample) => number | undefined): Line => ({
    name,
    points: result.samples.map((sample) => [sample.second, pick(sample)]),
  });
  const charts: readonly (readonly [title: string, lines: readonly Line[]])[] = [
    [
      "Per second",
      [
        line("events wanted", ({ wanted }) => wanted),
        line("events confirmed", ({ confirmedPerSecond }) => confirmedPerSecond),
        line("stays committed", ({ staysPerSecond }) => staysPerSecond),
      ],
    ],
    ["Backlog: events ready in the queues", [line("backlog", ({ backlog }) => backlog)]],
    [
      "Latency in seconds, by histogram buckets: exit published to stay committed",
      [line("p50", ({ p50 }) => p50), line("p95", ({ p95 }) => p95), line("p99", ({ p99 }) => p99)],
    ],
    ["Cores kept busy", PARTS.map((part) => line(part, ({ cores }) => cores[part]))],
  ];
  const { title, limit, outage } = result;
  const verdict = isLossless(result) ? "well" : "bad";
  const words = isLossless(result)
    ? "Every stay is in the sink."
    : "The sink and the events differ.";
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>Load: ${escape(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>Load: ${escape(title)}</h1>`,
    `<p>${madeAt.toISOString()}, Node ${process.version}</p>`,
    `<p class="${verdict}"><b>${words}</b></p><p>${escape(limit)}</p>`,
    "<table>",
    ...factsOf(result).map(
      ([name, value]) => `<tr><td>${escape(name)}</td><td>${escape(value)}</td></tr>`,
    ),
    "</table>",
    ...(outage ? ["<p>In the band no backend ran.</p>"] : []),
    ...charts.map(([name, lines]) => `<h2>${name}</h2>${lineChart(lines, outage)}`),
    "</body></html>",
    "",
  ].join("\n");
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
