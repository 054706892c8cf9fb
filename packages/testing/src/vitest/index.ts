export * from "./build-program.js";
export * from "./describe-with.js";
export * from "./describe-with-tracing.js";
