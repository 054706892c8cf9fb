import { parseInstant } from "./instant.js";

/** Nearly all ids and names are so; the schema knows of the others. */
const PLAIN_ID = /^[ -~]{1,128}$/;
const PLAIN_NAME = /^[ -~]{1,64}$/;

export const isPlainId = (value: unknown): value is string =>
  typeof value === "string" && PLAIN_ID.test(value);

/** Of a lot or a gate. */
export const isPlainName = (value: unknown): value is string =>
  typeof value === "string" && PLAIN_NAME.test(value);

export const readInstant = (value: unknown): number | undefined =>
  typeof value === "string" ? parseInstant(value) : undefined;
