export * from "./hmac-sha256.js";
