export * from "./command-broker.js";
export * from "./number-option.js";
