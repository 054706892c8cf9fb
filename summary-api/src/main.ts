import { readConfigOrExit, runService, StopStack } from "@boomgate/platform/lifecycle";
import { createLogger, createRegistry, reportTo } from "@boomgate/platform/telemetry";
import { openTracing } from "@boomgate/platform/tracing";
import { summaryApiSettings } from "./settings.js";
import { startSummaryApi } from "./start-summary-api.js";

const service = "summary-api";
const config = readConfigOrExit(summaryApiSettings, process.env);
const log = createLogger({ service, level: config.LOG_LEVEL, showPlates: config.LOG_PLATES });

async function start() {
  const stack = new StopStack();
  const registry = createRegistry(service);
  const tracing = await openTracing({ config, registry, log });
  stack.defer("tracing", () => tracing.close());
  const tracer = tracing.tracerOf(service);
  const api = await startSummaryApi({ config, log, registry, tracer });
  stack.defer("summary API", () => api.stop());
  return stack;
}

await runService(start, {
  stopTimeoutMs: config.STOP_TIMEOUT_MS,
  report: reportTo(log),
});
