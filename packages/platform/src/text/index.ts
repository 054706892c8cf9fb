export * from "./printable.js";
