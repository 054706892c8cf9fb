export { aPlan, type Plan } from "./plan.js";
export { simulate } from "./simulate.js";
export { type Coverage, noCoverage } from "./world/coverage.js";
