export * from "./entry-generator/start-entry-generator.js";
export * from "./exit-generator/start-exit-generator.js";
export type { GeneratorCounts, RunningGenerator } from "./generator.js";
export * from "./parked-vehicles/memory-parked-vehicles.js";
export type { ParkedVehicles } from "./parked-vehicles/parked-vehicles.js";
export * from "./parked-vehicles/redis-parked-vehicles.js";
export * from "./publishing/generator-metrics.js";
export { generatorProcessSettings } from "./run-generator.js";
export * from "./settings.js";
