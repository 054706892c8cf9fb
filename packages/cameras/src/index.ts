export { answersOf } from "./answers-of.js";
export * from "./camera-reading.js";
export * from "./camera-request.js";
export * from "./read-camera.js";
export * from "./recorded-request.js";
export * from "./settings/access.js";
export type { Camera } from "./settings/camera.js";
export * from "./settings/parse-cameras.js";
export * from "./settings/vendor-names.js";
