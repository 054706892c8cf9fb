import { createHmac } from "node:crypto";

/** @returns what makes of a text its HMAC-SHA-256 under the key, as 64 hexadecimal digits */
export const hmacSha256 =
  (key: string) =>
  (text: string): string =>
    createHmac("sha256", key).update(text).digest("hex");
