export { Cast } from "./cast.js";
export * from "./figures.js";
export { setStageOver, type StageServices, startStageServices } from "./own-stage.js";
export { PROGRAMS, ServiceProcess } from "./service-process.js";
export type { Stage } from "./stage.js";
