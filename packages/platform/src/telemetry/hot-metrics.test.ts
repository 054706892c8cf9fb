import { Counter, Histogram, Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { HotCounter } from "./hot-counter.js";
import { HotHistogram } from "./hot-histogram.js";

const OBSERVED = [
  [{ kind: "entry", outcome: "open" }, 0.1],
  [{ kind: "exit", outcome: "closed" }, 0.5],
  [{ kind: "entry", outcome: "open" }, 7],
  [{ kind: "entry", outcome: "reread" }, 0],
  [{ kind: "exit", outcome: "closed" }, 0.50001],
  [{ kind: "exit", outcome: 'a "quote"' }, 1],
] as const;

const config = (registry: Registry) => ({
  name: "m",
  help: "Some help.",
  labelNames: ["kind", "outcome"] as const,
  registers: [registry],
});
const buckets = [0.1, 0.5, 1];

describe("a metric of the hot path", () => {
  it("prints as a counter of prom-client", async () => {
    const [hot, plain] = [new Registry(), new Registry()];
    const counters = [new HotCounter(config(hot)), new Counter(config(plain))];
    for (const [labels] of OBSERVED) for (const counter of counters) counter.inc(labels);
    await hot.metrics(); // being asked changes nothing
    for (const counter of counters) counter.inc({ kind: "exit", outcome: "closed" }, 3);
    expect(await hot.metrics()).toBe(await plain.metrics());
  });

  it("prints as a histogram of prom-client without labels, also before it was observed", async () => {
    const [hot, plain] = [new Registry(), new Registry()];
    const bare = { name: "m", help: "Some help.", buckets };
    const own = new HotHistogram<never>({ ...bare, labelNames: [], registers: [hot] });
    const theirs = new Histogram({ ...bare, registers: [plain] });
    expect(await hot.metrics()).toBe(await plain.metrics());
    own.observe({}, 0.3);
    theirs.observe(0.3);
    expect(await hot.metrics()).toBe(await plain.metrics());
  });

  it("is exported as 0 before it was observed, after zero()", async () => {
    const [hot, plain] = [new Registry(), new Registry()];
    const histograms = [
      new HotHistogram({ ...config(hot), buckets }),
      new Histogram({ ...config(plain), buckets }),
    ];
    const labels = { kind: "entry", outcome: "open" };
    for (const histogram of histograms) histogram.zero(labels);
    expect(await hot.metrics()).toBe(await plain.metrics());
    for (const histogram of histograms) histogram.observe(labels, 0.2);
    histograms[0]?.zero(labels); // too late to change anything
    expect(await hot.metrics()).toBe(await plain.metrics());
  });

  it("prints as a histogram of prom-client", async () => {
    const [hot, plain] = [new Registry(), new Registry()];
    const histograms = [
      new HotHistogram({ ...config(hot), buckets }),
      new Histogram({ ...config(plain), buckets }),
    ];
    for (const [labels, value] of OBSERVED) {
      for (const histogram of histograms) histogram.observe(labels, value);
    }
    expect(await hot.metrics()).toBe(await plain.metrics());
  });
});
