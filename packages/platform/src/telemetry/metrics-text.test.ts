import { expect, it } from "vitest";
import { parseMetrics } from "./metrics-text.js";

it("reads samples with their labels", () => {
  const text = `# HELP parking_reads Reads.
# TYPE parking_reads gauge
parking_reads{fate="open"} 4
parking_reads{fate="closed",lot="a \\"b\\", c"} 6
parking_events_in_hand 0
process_cpu_seconds_total 1.5e-3
latest +Inf 1700000000000
`;
  expect(parseMetrics(text)).toEqual([
    { name: "parking_reads", labels: { fate: "open" }, value: 4 },
    { name: "parking_reads", labels: { fate: "closed", lot: 'a \\"b\\", c' }, value: 6 },
    { name: "parking_events_in_hand", labels: {}, value: 0 },
    { name: "process_cpu_seconds_total", labels: {}, value: 0.0015 },
    { name: "latest", labels: {}, value: Infinity },
  ]);
});

it.each(["", "not a sample", "name{", "name{} x", "# EOF", "name NaN"])("leaves out %j", (line) => {
  expect(parseMetrics(`${line}\nup 1\n`)).toEqual([{ name: "up", labels: {}, value: 1 }]);
});
