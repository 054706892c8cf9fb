import { describe, expect, it } from "vitest";
import { parseSamples, sumOf } from "./figures.js";

const text = `# HELP parking_reads Reads.
# TYPE parking_reads gauge
parking_reads{fate="open"} 4
parking_reads{fate="closed",lot="a \\"b\\", c"} 6
parking_events_in_hand 0
process_cpu_seconds_total 1.5e-3
`;

describe("samples of a metrics page", () => {
  it("are read with their labels", () => {
    expect(parseSamples(text)).toEqual([
      { name: "parking_reads", labels: { fate: "open" }, value: 4 },
      { name: "parking_reads", labels: { fate: "closed", lot: 'a \\"b\\", c' }, value: 6 },
      { name: "parking_events_in_hand", labels: {}, value: 0 },
      { name: "process_cpu_seconds_total", labels: {}, value: 0.0015 },
    ]);
  });

  it("are summed over the labels not asked for", () => {
    const samples = parseSamples(text);
    expect(sumOf(samples, "parking_reads")).toBe(10);
    expect(sumOf(samples, "parking_reads", { fate: "open" })).toBe(4);
    expect(sumOf(samples, "parking_read")).toBe(0);
  });
});
