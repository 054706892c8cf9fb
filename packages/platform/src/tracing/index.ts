export * from "./open-tracing.js";
export * from "./recent-traces.js";
export * from "./span.js";
export * from "./trace-context.js";
export * from "./tracer.js";
export * from "./tracing-metrics.js";
export * from "./wall-clock.js";
