export * from "./number-option.js";
