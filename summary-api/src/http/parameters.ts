import {
  canonicalName,
  isHashedPlate,
  isPrintable,
  NO_LOOK_ALIKES,
  normalisePlate,
  parseInstant,
  PLATE_PROBLEM,
} from "@boomgate/contracts";
import { z } from "zod";
import { parseCursor } from "./cursor.js";

/**
 * The schema of a query. Unknown parameters are rejected: with a misspelt filter, an export of everything would look
 * like an answer. So would an empty answer where `to` lies before `from`.
 */
export const parameters = <T extends z.core.$ZodShape>(shape: T) =>
  z
    .strictObject(shape, {
      error: ({ code }) =>
        code === "unrecognized_keys"
          ? `has a parameter besides ${Object.keys(shape).join(", ")}`
          : undefined,
    })
    .refine(isInOrder, { path: ["from"], error: "lies after to" });

function isInOrder(query: object): boolean {
  const { from, to } = query as { readonly from?: Date; readonly to?: Date };
  return from === undefined || to === undefined || from <= to;
}

/** One of a few values. */
export const oneOf = <const T extends readonly [string, ...string[]]>(...words: T) =>
  z.enum(words, { error: `must be one of ${words.join(", ")}` });

const text = z.string({ error: "must be given once" });

/** In a query, + means a space. No offset contains a space, so "08:00:00 01:00" was sent as "08:00:00+01:00". */
const OFFSET_WITHOUT_PLUS = /(?<=[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?) (?=\d\d:\d\d$)/;
const NO_INSTANT =
  "must be an RFC 3339 date with a zone, as 2026-03-01T08:00:00Z or 2026-03-01T08:00:00%2B01:00";

export const instant = text.transform((given, context) => {
  const ms = parseInstant(given.replace(OFFSET_WITHOUT_PLUS, "+"));
  if (ms !== undefined) return new Date(ms);
  context.addIssue({ code: "custom", message: NO_INSTANT });
  return z.NEVER;
});

/** Not normalised here: how a plate is compared depends on the lot. */
export const plate = text.refine(
  (given) => isHashedPlate(given) || normalisePlate(given, NO_LOOK_ALIKES) !== undefined,
  { error: `${PLATE_PROBLEM}, or a hash` },
);

export const cursor = text
  .max(1_024, { error: "is not a cursor of this list" })
  .transform((given, context) => {
    const place = parseCursor(given);
    if (place !== undefined) return place;
    context.addIssue({ code: "custom", message: "is not a cursor of this list" });
    return z.NEVER;
  });

/** Control characters are in no stay, and PostgreSQL rejects NUL. */
const printable = (max: number) => {
  const LENGTH = { error: `must have 1 to ${max} characters`, abort: true };
  return text
    .min(1, LENGTH)
    .max(max, LENGTH)
    .refine(isPrintable, { error: "must not hold control characters" });
};

export const lot = printable(64).transform((given, context) => {
  const name = canonicalName(given);
  if (name !== undefined) return name;
  context.addIssue({ code: "custom", message: "must hold something that can be seen" });
  return z.NEVER;
});
export const stayId = printable(128);
export const gate = lot;
/** The id that a camera gave to an event. */
export const eventId = printable(128);

const LIMIT = { error: "must be a whole number from 1 to 1000" };
export const limit = z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(1_000, LIMIT).default(100);
