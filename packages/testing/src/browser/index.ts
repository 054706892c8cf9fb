export * from "./open-browser.js";
