import { z } from "zod";
import { ContractError } from "./contract-error.js";
import { parseInstant } from "./instant.js";
import { canonicalName, MAX_NAME_LENGTH } from "./lot-name.js";
import { NO_LOOK_ALIKES } from "./plate-folding.js";
import { MAX_PLATE_CHARACTERS, normalisePlate } from "./plate.js";

/** A stay begins and ends in the same century. */
export const LONGEST_STAY_SECONDS = 3_155_760_000;

export const PLATE_PROBLEM = `must hold 1 to ${MAX_PLATE_CHARACTERS} letters or digits`;

const PRINTABLE = /^[^\p{Cc}\p{Cs}]+$/u;

/** Whether a database, a log line and a terminal can all hold it: no control characters. */
export const isPrintable = (text: string): boolean => PRINTABLE.test(text);

const printable = (max: number) =>
  z
    .string({ error: "must be a string" })
    .min(1, { error: "must not be empty", abort: true })
    .max(max, { error: `must have at most ${max} characters`, abort: true })
    .regex(PRINTABLE, { error: "must not hold control characters" });

export const eventId = printable(128);

/** Accepts any spelling, and gives the canonical one. */
export const lotId = printable(MAX_NAME_LENGTH).transform((text, context) => {
  const name = canonicalName(text);
  if (name !== undefined) return name;
  context.addIssue({ code: "custom", message: "must hold something that can be seen" });
  return z.NEVER;
});

/**
 * Of a stay. Any spelling in, the normalised plate out; look-alike letters stay as they are, as the lot of
 * its event decided about them.
 */
export const plate = z
  .string({ error: "must be a string" })
  .transform((raw, context) => {
    const normalised = normalisePlate(raw, NO_LOOK_ALIKES);
    if (normalised !== undefined) return normalised;
    context.addIssue({ code: "custom", message: PLATE_PROBLEM });
    return z.NEVER;
  })
  .describe(`Any spelling that has 1 to ${MAX_PLATE_CHARACTERS} letters and digits`);

/** RFC 3339 in, a `Date` out. */
export const instant = z
  .string({ error: "must be a string" })
  .transform((text, context) => {
    const ms = parseInstant(text);
    if (ms !== undefined) return new Date(ms);
    context.addIssue({
      code: "custom",
      message: "must be an RFC 3339 date with a zone, in the years 2000 to 2099",
    });
    return z.NEVER;
  })
  .describe("RFC 3339 with a zone");

/** @throws {ContractError} naming every field that breaks the contract, without its value */
export function parseWith<T>(schema: z.ZodType<T>, what: string, body: unknown): T {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ContractError(what, ["body: must be a JSON object"]);
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ContractError(what, result.error.issues.map(describe));
}

function describe(issue: z.core.$ZodIssue): string {
  return `${issue.path.join(".") || "body"}: ${issue.message}`;
}
