import { describe, expect, it } from "vitest";
import { parseMetrics } from "@boomgate/platform/telemetry";
import { sumOf } from "./read-samples.js";

const text = `# HELP parking_reads Reads.
# TYPE parking_reads gauge
parking_reads{fate="open"} 4
parking_reads{fate="closed",lot="a \\"b\\", c"} 6
parking_events_in_hand 0
process_cpu_seconds_total 1.5e-3
`;

describe("samples of a metrics page", () => {
  it("are summed over the labels not asked for", () => {
    const samples = parseMetrics(text);
    expect(sumOf(samples, "parking_reads")).toBe(10);
    expect(sumOf(samples, "parking_reads", { fate: "open" })).toBe(4);
    expect(sumOf(samples, "parking_read")).toBe(0);
  });
});
