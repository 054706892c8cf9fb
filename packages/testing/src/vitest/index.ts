export * from "./build-program.js";
export * from "./describe-with.js";
