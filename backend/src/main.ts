import "reflect-metadata";
import { setFlagsFromString } from "node:v8";
import { readConfig } from "@boomgate/platform/config";
import { readConfigOrExit, runService } from "@boomgate/platform/lifecycle";
import { createLogger, reportTo } from "@boomgate/platform/telemetry";
import { backendSettings } from "./config.js";
import { startProcess } from "./start-process.js";

// Messages that wait for the sink outlive two collections and count as old then; by default V8 lets such
// garbage gather. A quarter less memory at full load: npm run bench -- --part growth.
setFlagsFromString("--heap-growing-percent=100");

const config = readConfigOrExit(backendSettings, process.env);
const log = createLogger({
  service: "backend",
  level: config.LOG_LEVEL,
  showPlates: config.LOG_PLATES,
});

const readToken = () => readConfig(backendSettings, process.env).SUMMARY_TOKEN;

await runService((signal) => startProcess(config, log, signal, readToken), {
  stopTimeoutMs: config.STOP_TIMEOUT_MS,
  report: reportTo(log),
});
