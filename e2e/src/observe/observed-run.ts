import type { Running } from "@boomgate/platform/lifecycle";
import type { RunningPrometheus } from "./start-prometheus.js";

/** Services with traffic, and a Prometheus that scrapes them. */
export interface ObservedRun extends Running {
  readonly pageUrl: string;
  readonly prometheus: RunningPrometheus;
}
