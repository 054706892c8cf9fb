import { describe, expect, it } from "vitest";
import { Counter, Gauge, Histogram, Registry } from "./metrics.js";
import { renderMetrics } from "./render-metrics.js";

function aRegistry(): Registry {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: "a_total", help: "Counted.", labelNames: ["x"], registers }).inc({ x: "1" });
  new Histogram({ name: "b_seconds", help: "Timed.", registers }).observe(0.2);
  const asked = new Gauge({
    name: "c",
    help: "Asked at each scrape.",
    registers,
    async collect() {
      await new Promise((resolve) => setImmediate(resolve));
      this.set(7);
    },
  });
  asked.set(1);
  return registry;
}

describe("the metrics of a registry, metric by metric", () => {
  it("are what the registry itself would print", async () => {
    const registry = aRegistry();
    expect(await renderMetrics(registry)).toBe(await registry.metrics());
  });

  it("let everything else have its turn between two metrics that take long", async () => {
    const registry = new Registry();
    const turns: string[] = [];
    for (const name of ["first", "second"]) {
      const slow = new Gauge({
        name,
        help: "Takes long.",
        registers: [registry],
        collect() {
          const untilMs = performance.now() + 2;
          while (performance.now() < untilMs);
          turns.push(name);
        },
      });
      slow.set(1);
    }
    setImmediate(() => turns.push("something else"));
    await renderMetrics(registry);
    expect(turns).toEqual(["first", "something else", "second"]);
  });
});
