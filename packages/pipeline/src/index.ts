export { ElementDelivery } from "./arrays/array-in-hand.js";
export { formAlone } from "./arrays/form-alone.js";
export { readArray } from "./arrays/read-array.js";
export { unpack } from "./arrays/unpack.js";
export * from "./handler.js";
export {
  attemptOf,
  publishedAtMs,
  replayCountOf,
  wasReturned,
  wasTriedBefore,
} from "./message-age.js";
export * from "./parking-lot.js";
export * from "./pipeline.js";
export * from "./retries.js";
export * from "./settlement.js";
export * from "./ways.js";
