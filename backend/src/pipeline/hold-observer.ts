import type { HoldObserver } from "@boomgate/pipeline/hold";
import type { Logger } from "@boomgate/platform/telemetry";
import type { PipelineMetrics } from "./pipeline-metrics.js";

export const holdObserver = (
  { holdActive }: Pick<PipelineMetrics, "holdActive">,
  log: Logger,
): HoldObserver => ({
  held(dependency, isHeld, cause) {
    holdActive.set({ dependency }, isHeld ? 1 : 0);
    if (isHeld) log.warn({ dependency, err: cause }, "dependency is away, events wait for it");
    else log.info({ dependency }, "dependency is back");
  },
});
