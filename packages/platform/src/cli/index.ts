export * from "./command-broker.js";
export * from "./exit-on-usage.js";
export * from "./number-option.js";
