import { z } from "zod";

/** One environment variable: how it is read, what it is when absent, what the catalogue says. */
export interface Setting<T> {
  readonly schema: z.ZodType<T, string>;
  /** `undefined` means the variable is required. */
  readonly fallback: T | undefined;
  readonly required: boolean;
  readonly doc: string;
  /** Shown in the catalogue: "ms", "URL", "quorum | classic". */
  readonly format: string;
}

interface Options<T> {
  readonly default?: T;
  readonly doc: string;
}

function setting<T>(
  format: string,
  schema: z.ZodType<T, string>,
  { default: fallback, doc }: Options<T>,
): Setting<T> {
  return { schema, fallback, required: fallback === undefined, doc, format };
}

const number = (error: string) =>
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, { error })
    .transform(Number);

export function text(options: Options<string>): Setting<string> {
  return setting("text", z.string().min(1, { error: "must not be empty" }), options);
}

/** May be left out for good; the service then goes without. */
export function optional<T>(inner: Setting<T>): Setting<T | undefined> {
  return { ...inner, fallback: undefined, required: false };
}

/** Protocols are listed without "://": ["amqp", "amqps"]. */
export function url(options: Options<string> & { readonly protocols: readonly string[] }) {
  const error = `must be a URL that starts with ${options.protocols.map((p) => `${p}://`).join(" or ")}`;
  const isWanted = (value: string) =>
    URL.canParse(value) && options.protocols.includes(new URL(value).protocol.slice(0, -1));
  return setting("URL", z.string().refine(isWanted, { error }), options);
}

/** A whole number. */
export function count(options: Options<number> & { readonly min?: number; readonly max?: number }) {
  const { min = 1, max = Number.MAX_SAFE_INTEGER } = options;
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
  const error = `must be a whole number, ${range}`;
  const inRange = (value: number) => Number.isSafeInteger(value) && value >= min && value <= max;
  return setting(`integer, ${range}`, number(error).refine(inRange, { error }), options);
}

export function millis(options: Options<number>) {
  const error = "must be a whole number of milliseconds";
  const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
  return setting("ms", number(error).refine(isWhole, { error }), options);
}

/** Events per second; 0 is silence. */
export function rate(options: Options<number>) {
  const error = "must be a number from 0 to 100000 per second";
  const inRange = (value: number) => value >= 0 && value <= 100_000;
  return setting("1/s", number(error).refine(inRange, { error }), options);
}

export function port(options: Options<number>) {
  const error = "must be a port from 0 to 65535 (0: any free port)";
  const inRange = (value: number) => Number.isInteger(value) && value >= 0 && value <= 65_535;
  return setting("port", number(error).refine(inRange, { error }), options);
}

export function flag(options: Options<boolean>) {
  const schema = z
    .enum(["true", "false"], { error: "must be true or false" })
    .transform((value) => value === "true");
  return setting("true | false", schema, options);
}

export function oneOf<const T extends string>(
  values: readonly [T, ...T[]],
  options: Options<NoInfer<T>>,
): Setting<T> {
  const format = values.join(" | ");
  const schema = z.enum(values, { error: `must be one of: ${format}` });
  return setting<T>(format, schema, options);
}
