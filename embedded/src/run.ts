import type { RunningService } from "@boomgate/platform/lifecycle";
import { createLogger } from "@boomgate/platform/telemetry";
import type { EmbeddedConfig } from "./embedded-config.js";
import { startEmbedded } from "./start-embedded.js";
import type { Output } from "./terminal/output.js";

/** The sides of the reconciliation do not agree; the output has told where. */
export class EventsUnaccountedError extends Error {
  constructor() {
    super("not every event is accounted for");
    this.name = "EventsUnaccountedError";
  }
}

/** One embedded run; its stop drains, tells the reconciliation, and fails when that does not agree. */
export async function startRun(
  config: EmbeddedConfig,
  forSeconds: number | undefined,
  output: Output,
): Promise<RunningService> {
  const log = createLogger({
    service: "embedded",
    level: config.api.LOG_LEVEL,
    showPlates: config.api.LOG_PLATES,
    destination: output,
  });
  const embedded = await startEmbedded(config, log);
  const startedMs = performance.now();
  output.started(embedded);
  const ticking = setInterval(() => {
    const elapsedSeconds = (performance.now() - startedMs) / 1_000;
    void embedded.progress().then((progress) => output.progress(progress, elapsedSeconds));
  }, output.everyMs);
  return {
    ...(forSeconds === undefined ? {} : { finished: sleepSeconds(forSeconds) }),
    async stop() {
      clearInterval(ticking);
      output.draining();
      const reconciliation = await embedded.finish();
      output.finished(reconciliation);
      if (reconciliation.differences.length > 0) throw new EventsUnaccountedError();
    },
  };
}

const sleepSeconds = (seconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, seconds * 1_000);
  });
