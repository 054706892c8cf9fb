import "reflect-metadata";
import { readConfigOrExit, runService } from "@boomgate/platform/lifecycle";
import { createLogger, reportTo } from "@boomgate/platform/telemetry";
import { backendSettings } from "./config.js";
import { startProcess } from "./start-process.js";

const config = readConfigOrExit(backendSettings, process.env);
const log = createLogger({
  service: "backend",
  level: config.LOG_LEVEL,
  showPlates: config.LOG_PLATES,
});

await runService((signal) => startProcess(config, log, signal), {
  stopTimeoutMs: config.STOP_TIMEOUT_MS,
  report: reportTo(log),
});
