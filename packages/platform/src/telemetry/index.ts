export * from "./build-info.js";
export * from "./listen.js";
export * from "./logger.js";
export * from "./messaging-metrics.js";
export * from "./metrics.js";
export * from "./render-metrics.js";
export * from "./report-to.js";
export * from "./telemetry-server.js";
