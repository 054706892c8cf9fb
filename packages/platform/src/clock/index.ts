export * from "./backoff.js";
export * from "./clock.js";
