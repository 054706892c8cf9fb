export * from "./reference-pairs.js";
