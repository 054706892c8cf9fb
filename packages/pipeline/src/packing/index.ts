export * from "./packing-publisher.js";
