export * from "./config-error.js";
export * from "./parsed.js";
export * from "./read-config.js";
export * from "./settings.js";
export * from "./shared-settings.js";
export * from "./redacted.js";
export * from "./without-secrets.js";
export * from "./redis-address.js";
