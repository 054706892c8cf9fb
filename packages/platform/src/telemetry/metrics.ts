import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { productVersion } from "./build-info.js";

// Only files of this folder import prom-client; everything else imports the metric types from here.
export { Counter, Gauge, Histogram, Registry } from "prom-client";
export { HotCounter } from "./hot-counter.js";
export { HotHistogram } from "./hot-histogram.js";

/**
 * Edges from 0.1 ms (in memory) to 5 s (the time limit of a POST), dense from 1 to 20 ms, where an
 * event that meets no queue ends. 5 ms is inside a bucket, not at an edge, where a hair more would count
 * as the next one: a quantile there is misjudged by 14 % at most, see histogram-edges.test.ts.
 */
export const latencyBucketsSeconds: number[] = [
  0.0001, 0.0005, 0.001, 0.002, 0.003, 0.004, 0.00475, 0.0055, 0.0065, 0.008, 0.01, 0.015, 0.02,
  0.05, 0.1, 0.5, 1, 5,
];

/**
 * A registry of its own, with the metrics of the Node process and `boomgate_build_info`.
 * @param service - closed set, a label: "backend"
 */
export function createRegistry(service: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "boomgate_build_info",
    help: "Always 1; the labels name the service, its version and that of Node.",
    labelNames: ["service", "version", "node"],
    registers: [registry],
  }).set({ service, version: productVersion(), node: process.version }, 1);
  return registry;
}
