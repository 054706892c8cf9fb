import { readConfigOrExit, runService } from "@boomgate/platform/lifecycle";
import { createLogger, createRegistry, reportTo } from "@boomgate/platform/telemetry";
import { summaryApiSettings } from "./settings.js";
import { startSummaryApi } from "./start-summary-api.js";

const service = "summary-api";
const config = readConfigOrExit(summaryApiSettings, process.env);
const log = createLogger({ service, level: config.LOG_LEVEL, showPlates: config.LOG_PLATES });

await runService(() => startSummaryApi({ config, log, registry: createRegistry(service) }), {
  stopTimeoutMs: config.STOP_TIMEOUT_MS,
  report: reportTo(log),
});
