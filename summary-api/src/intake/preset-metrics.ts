import { INTAKE_PATH } from "../http/intake-route.js";
import type { SinkMetrics } from "./sink-metrics.js";

/** A counter that is born with 1 has never increased: each is told as 0 before anything happens. */
export function presetMetrics(metrics: SinkMetrics): void {
  for (const result of ["stored", "known", "rejected"]) metrics.summaries.inc({ result }, 0);
  for (const status of [200, 201, 500, 503]) {
    metrics.requests.inc({ method: "POST", route: INTAKE_PATH, status }, 0);
  }
}
