export * from "./cause-text.js";
export * from "./recovery.js";
