import { barChart } from "../chart.js";
import { median } from "./median.js";
import { rateOf, ratioToFirst, type ThroughputLine } from "./throughput-table.js";

/** Of the exits that all match: the most work. */
export function throughputChart(all: readonly ThroughputLine[]): string {
  const lines = all.filter(({ matching }) => matching === 100);
  const isOurs = (row: string) => row.startsWith("Boomgate");
  const rates = lines.map((line) => ({
    label: line.row,
    value: rateOf(line),
    text: `${Math.round(rateOf(line))} (${ratioToFirst(line, lines).toFixed(3)} of the ceiling)`,
    isOurs: isOurs(line.row),
  }));
  const costs = lines.map(({ row, rounds }) => {
    const value = median(rounds.map(({ cpu }) => cpu.consumer));
    return { label: row, value, text: value.toFixed(1), isOurs: isOurs(row) };
  });
  return barChart([
    { title: "Events per second", bars: rates },
    { title: "CPU seconds of the consumers for 100,000 events", bars: costs },
  ]);
}
