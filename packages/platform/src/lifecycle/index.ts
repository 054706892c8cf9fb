export * from "./read-config-or-exit.js";
export * from "./repeated-work.js";
export * from "./run-service.js";
export * from "./start-stack.js";
export * from "./stop-stack.js";
export * from "./until-aborted.js";
export * from "./within.js";
