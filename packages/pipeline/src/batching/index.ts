export * from "./natural-batcher.js";
