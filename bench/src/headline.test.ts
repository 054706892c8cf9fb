import { expect, it } from "vitest";
import { withHeadline } from "./headline.js";

const README = "# A\n\n<!-- what npm run bench measured -->\nold\n<!-- end of it -->\n\nMore.\n";
const measured = {
  eventsPerSecond: 10_000,
  entriesPerSecond: 10_000,
  exitsPerSecond: 10_000,
  cpu: { consumer: 4.56, broker: 0, redis: 0, sink: 0, database: 0 },
  peakMegabytes: 100,
};
const tables = {
  throughput: [
    { row: "ceiling", matching: 100, rounds: [{ ...measured, eventsPerSecond: 40_000 }] },
    { row: "ours", matching: 100, rounds: [measured] },
    { row: "ours", matching: 20, rounds: [{ ...measured, eventsPerSecond: 1 }] },
  ],
  latency: [
    {
      row: "ours",
      perSecond: 500,
      eventType: "exit" as const,
      waits: { processing: [1], endToEnd: [4, 2] },
    },
  ],
  growth: [
    {
      events: 1_000_000,
      plates: 500_000,
      eventsPerSecond: 1,
      cpu: { consumer: 3.7, broker: 0, redis: 0, sink: 0, database: 0 },
      peakMegabytes: 160,
      redisBytesPerPlate: 221,
      redisBytesPerClosedStay: 342,
    },
  ],
};

it("replaces the old results in the README, and nothing else", () => {
  const readme = withHeadline(README, tables, 2);
  expect(readme).toContain("| ours | 10000 | 0.250 | 4.6 |");
  expect(readme).toContain("| ours | exit | 2.0 | 4.0 | 4.0 | 4.0 |");
  expect(readme).toContain("1,000,000 events with 500,000 plates inside");
  expect(readme).toContain("Redis 221 bytes for a plate inside and 342 for a closed stay.");
  expect(readme).not.toContain("old");
  expect(readme).toMatch(/^# A\n\n<!-- what npm run bench measured -->/);
  expect(readme).toMatch(/<!-- end of it -->\n\nMore\.\n$/);
  expect(withHeadline(readme, tables, 2)).toBe(readme);
});

it("does not change a README without the two comments", () => {
  expect(() => withHeadline("# A\n", tables, 0)).toThrow("has no comments");
});
