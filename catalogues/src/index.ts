export * from "./catalogues.js";
