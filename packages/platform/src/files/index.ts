export * from "./create-folder.js";
