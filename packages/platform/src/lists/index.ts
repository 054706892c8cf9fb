export * from "./chunks-of.js";
