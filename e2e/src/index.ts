export * from "./figures.js";
export { PROGRAMS, ServiceProcess } from "./service-process.js";
