export * from "./contract-error.js";
export * from "./duration.js";
export * from "./instant.js";
export * from "./json-body.js";
export * from "./plate.js";
export * from "./queues.js";
export * from "./stay-summary.js";
export * from "./vehicle-event.js";
