import { z } from "zod";
import { isPlace } from "./places.js";

const place = z
  .string({ error: "must be a string" })
  .refine(isPlace, { error: 'must be a JSON pointer: "/data/plate", from the root: "#/time"' });

const places = z
  .union([place.transform((one) => [one]), z.array(place).min(1)], {
    error: 'must be a JSON pointer such as "/data/plate", or a list of them',
  })
  .readonly();

const texts = z
  .union([z.string().transform((one) => [one]), z.array(z.string()).min(1)], {
    error: "must be a text or a list of texts",
  })
  .readonly();

const object = { error: "must be an object" };
const condition = z.strictObject({ at: place, is: texts }, object);

/** Of the property `mapping` of a generic camera. */
export const mappingSchema = z.strictObject(
  {
    passages: place.optional(),
    plate: places,
    time: z
      .strictObject(
        {
          at: places,
          clock: place.optional(),
          as: z.enum(["s", "ms", "us", "ns", "text"], {
            error: 'must be "s", "ms", "us", "ns" (a number since 1970) or "text"',
          }),
          utc: z.boolean({ error: "must be true or false" }).default(false),
        },
        object,
      )
      .transform(({ at, clock, as, utc }) => ({ at, clock, as, isUtc: utc })),
    id: places.optional(),
    confidence: z
      .strictObject(
        {
          at: places,
          max: z.number({ error: "must be a number" }).min(1, { error: "must be at least 1" }),
        },
        object,
      )
      .optional(),
    direction: places.optional(),
    region: places.optional(),
    candidates: place.optional(),
    lane: places.optional(),
    heartbeat: condition.optional(),
    only: condition.optional(),
  },
  object,
);
