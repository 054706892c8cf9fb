import { readConfigOrExit, runService, startStack } from "@boomgate/platform/lifecycle";
import { createLogger, reportTo } from "@boomgate/platform/telemetry";
import { gatewaySettings } from "./settings.js";
import { SERVICE, startGatewayProcess } from "./start-gateway-process.js";

const config = readConfigOrExit(gatewaySettings, process.env);
const log = createLogger({
  service: SERVICE,
  level: config.LOG_LEVEL,
  showPlates: config.LOG_PLATES,
});

await runService(() => startStack((stack) => startGatewayProcess(config, log, stack)), {
  stopTimeoutMs: config.STOP_TIMEOUT_MS,
  report: reportTo(log),
});
