export { type Environment, openEnvironmentOver } from "./environment.js";
export * from "./read-samples.js";
export { type OwnServices, startOwnServices, stopOwnServices } from "./own-services.js";
export { PROGRAMS, ServiceProcess } from "./service-process.js";
export { ServiceProcesses } from "./service-processes.js";
