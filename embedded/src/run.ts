import { AUDIT_TOLERANCE_MS, auditSink, brokenLimits } from "@boomgate/generators";
import type { RunningService } from "@boomgate/platform/lifecycle";
import { createLogger } from "@boomgate/platform/telemetry";
import type { EmbeddedConfig } from "./embedded-config.js";
import { startEmbedded } from "./start-embedded.js";
import type { Output } from "./terminal/output.js";

/** The sides of the reconciliation do not agree; the output has shown where. */
export class EventsUnaccountedError extends Error {
  constructor() {
    super("not every event is accounted for");
    this.name = "EventsUnaccountedError";
  }
}

/** The audit breaks a limit. */
export class AuditFailedError extends Error {
  constructor(broken: readonly string[]) {
    super(`the audit failed: ${broken.join("; ")}`);
    this.name = "AuditFailedError";
  }
}

/**
 * One embedded run. Its stop drains, reports the reconciliation and the audit, and fails when the first
 * does not agree or the second breaks a limit.
 */
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
  output.started(embedded);
  let ticking: NodeJS.Timeout | undefined;
  let isStopping = false;
  const flow = async (): Promise<void> => {
    await embedded.startTraffic(throttled(output.everyMs, (filled) => output.backfilling(filled)));
    if (isStopping) return;
    const startedMs = performance.now();
    ticking = setInterval(() => {
      const elapsedSeconds = (performance.now() - startedMs) / 1_000;
      void embedded.progress().then((progress) => output.progress(progress, elapsedSeconds));
    }, output.everyMs);
    await (forSeconds === undefined ? forever() : sleepSeconds(forSeconds));
  };
  return {
    finished: flow(),
    async stop() {
      isStopping = true;
      clearInterval(ticking);
      output.draining();
      try {
        const reconciliation = await embedded.settle();
        output.finished(reconciliation);
        const broken = await auditRun(config, embedded.url, output);
        if (reconciliation.differences.length > 0) throw new EventsUnaccountedError();
        if (broken.length > 0) throw new AuditFailedError(broken);
      } finally {
        await embedded.stop();
      }
    },
  };
}

/** @returns the limits that are not kept */
async function auditRun(
  { audit: limits, api, entries, token }: EmbeddedConfig,
  sink: string,
  output: Output,
): Promise<readonly string[]> {
  if (limits === undefined || entries.TRUTH_PATH === undefined) return [];
  const truth = [entries.TRUTH_PATH];
  const result = await auditSink({
    truth,
    sink,
    token,
    pepper: api.PLATE_PEPPER,
    toleranceMs: AUDIT_TOLERANCE_MS,
  });
  const broken = brokenLimits(result, limits);
  output.audited(result, broken);
  return broken;
}

const sleepSeconds = (seconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, seconds * 1_000);
  });

const forever = () => new Promise<never>(() => undefined);

/** Calls `report`, but skips calls that follow within `everyMs`. */
function throttled<T>(everyMs: number, report: (value: T) => void): (value: T) => void {
  let nextMs = 0;
  return (value) => {
    if (performance.now() < nextMs) return;
    nextMs = performance.now() + everyMs;
    report(value);
  };
}
