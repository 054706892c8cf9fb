export * from "./command-broker.js";
export * from "./file-option.js";
export * from "./number-option.js";
