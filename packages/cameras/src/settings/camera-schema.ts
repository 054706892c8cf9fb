import { canonicalName, MAX_NAME_LENGTH } from "@boomgate/contracts";
import { z } from "zod";
import { mappingSchema } from "../generic/mapping-schema.js";
import { isTimeZone } from "../time/zone.js";
import { isAddressRange } from "./access.js";
import { directionOfMap } from "./direction.js";
import { VENDOR_NAMES, vendorNameOf } from "./vendor-names.js";

const text = z.string({ error: "must be a string" });
const some = text.min(1, { error: "must not be empty" });

/** Part of a path. */
const cameraName = text.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  error: "must have 1 to 64 letters, digits, dots, hyphens or underscores",
});

const name = text.transform((value, context) => {
  const canonical = canonicalName(value);
  if (canonical !== undefined) return canonical;
  const message = `must have 1 to ${MAX_NAME_LENGTH} printable characters`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const vendor = text.transform((value, context) => {
  const known = vendorNameOf(value);
  if (known !== undefined) return known;
  context.addIssue({ code: "custom", message: `must be one of ${VENDOR_NAMES.join(", ")}` });
  return z.NEVER;
});

const timeZone = text.refine(isTimeZone, {
  error: 'must be a time zone such as "Europe/Berlin" or "+05:30"',
});

const WAYS = ["entry", "exit", "ignore"] as const;
const direction = z.union(
  [
    z.enum(["entry", "exit"]),
    z
      .record(z.string(), z.enum(WAYS))
      .refine((map) => Object.keys(map).length > 0)
      .refine((map) => Object.keys(map).every((key) => key.length <= 256))
      .transform(directionOfMap),
  ],
  { error: 'must be "entry", "exit", or an object with these or "ignore" for each direction' },
);

const number = (min: number, max: number) =>
  z
    .number({ error: "must be a number" })
    .min(min, { error: `must be at least ${min}` })
    .max(max, { error: `must be at most ${max}` });

const basic = z.strictObject(
  { user: some, password: some },
  { error: "must be an object with user and password" },
);

const access = z.preprocess(
  (value) => (value === "none" ? { none: true } : value),
  z
    .strictObject(
      {
        none: z.literal(true).optional(),
        token: text
          .regex(/^[A-Za-z0-9._~-]{16,128}$/, {
            error: "must have 16 to 128 letters, digits, dots, hyphens, underscores or tildes",
          })
          .optional(),
        basic: basic.optional(),
        addresses: z
          .array(
            text.refine(isAddressRange, { error: 'must be an address or a range: "192.0.2.0/24"' }),
            { error: "must be an array" },
          )
          .min(1, { error: "must not be empty" })
          .optional(),
      },
      { error: 'must be "none", or an object with token, basic or addresses' },
    )
    .refine((given) => Object.values(given).some((each) => each !== undefined), {
      error: 'must be "none", or an object with token, basic or addresses',
    }),
);

/** Strict: a setting that is misspelt is found at the start, and not after a month of wrong stays. */
export const cameraSchema = z.strictObject(
  {
    name: cameraName,
    vendor,
    lot: name.default("main"),
    gate: name.optional(),
    direction,
    time_zone: timeZone.optional(),
    date_order: z.enum(["dmy", "mdy"], { error: 'must be "dmy" or "mdy"' }).optional(),
    clock_offset_seconds: number(-86_400, 86_400).default(0),
    min_confidence: number(0, 1).optional(),
    confidence_max: number(1, 10_000).optional(),
    sequence: z.enum(["final", "first"], { error: 'must be "final" or "first"' }).default("final"),
    access,
    source: name.optional(),
    mapping: mappingSchema.optional(),
  },
  { error: "must be an object" },
);

export type CameraFields = z.output<typeof cameraSchema>;
