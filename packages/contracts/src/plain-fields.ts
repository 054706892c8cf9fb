import { parseInstant } from "./instant.js";

/** Nearly all ids match this; the schema checks the others. */
const PLAIN_ID = /^[ -~]{1,128}$/;

export const isPlainId = (value: unknown): value is string =>
  typeof value === "string" && PLAIN_ID.test(value);

export const readInstant = (value: unknown): number | undefined =>
  typeof value === "string" ? parseInstant(value) : undefined;
