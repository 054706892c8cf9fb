export * from "./catalogues.js";
export { type Service, services } from "./services.js";
