export * from "./hold.js";
