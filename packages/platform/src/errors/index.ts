export * from "./cause-text.js";
export * from "./recovery.js";
export * from "./without-credentials.js";
