export * from "./accounts.js";
export * from "./hand-outs.js";
export * from "./rabbitmq-definitions.js";
export * from "./redis-acl.js";
export * from "./secret-files.js";
