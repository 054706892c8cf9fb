import { createRegistry } from "@boomgate/platform/telemetry";
import { expect, it } from "vitest";
import { createQueueMetrics } from "./queue-metrics.js";

it("exports how deep each queue is at the scrape, and leaves out a queue about which the broker does not answer", async () => {
  const registry = createRegistry("test");
  const depths = new Map<string, () => Promise<number>>([
    ["entries", () => Promise.resolve(7)],
    ["gone", () => Promise.reject(new Error("no such queue"))],
    ["slow", () => new Promise(() => undefined)],
  ]);
  const depth = (queue: string) => depths.get(queue)?.() ?? Promise.reject(new Error("unknown"));
  createQueueMetrics(registry, { queues: [...depths.keys()], depth });
  const exported = async () => {
    const text = await registry.getSingleMetricAsString("parking_queue_messages");
    return text.split("\n").filter((line) => line.startsWith("parking_queue_messages{"));
  };
  expect(await exported()).toEqual(['parking_queue_messages{queue="entries"} 7']);
  depths.set("entries", () => Promise.reject(new Error("the broker is away")));
  expect(await exported()).toEqual([]);
});
