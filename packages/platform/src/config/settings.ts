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
  /** `NAME_FILE` is another setting, so it does not name a file that holds this one. */
  readonly isNeverInFile?: boolean;
  /** What of it must not reach a log: all, or what a URL holds besides its place. */
  readonly hides?: "all" | "credentials";
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

/** A token or a password. */
export function secret(options: { readonly doc: string }): Setting<string> {
  return { ...text(options), hides: "all" };
}

/** A key in text. Bytes that are no text would lose most of their chance on the way. */
export function key(options: { readonly doc: string; readonly min: number }): Setting<string> {
  const error = `must be text of ${options.min} characters or more`;
  const isText = (value: string) => value.length >= options.min && !value.includes("\uFFFD");
  const schema = z.string().refine(isText, { error });
  return { ...setting(`${options.min} characters or more`, schema, options), hides: "all" };
}

/** A setting that may be left out; its value is then `undefined`. */
export function optional<T>(inner: Setting<T>): Setting<T | undefined> {
  return { ...inner, fallback: undefined, required: false };
}

/** For a setting whose name with `_FILE` means something else. */
export function neverInFile<T>(inner: Setting<T>): Setting<T> {
  return { ...inner, isNeverInFile: true };
}

interface Protocols {
  /** Without "://": ["amqp", "amqps"]. */
  readonly protocols: readonly string[];
}

export function url(options: Options<string> & Protocols): Setting<string> {
  return { ...setting("URL", urlOf(options, "must be a URL"), options), hides: "credentials" };
}

/** One or more, separated by commas. */
export function urls(options: Options<readonly string[]> & Protocols): Setting<readonly string[]> {
  const each = urlOf(options, "must be URLs, separated by commas, each of them one");
  const list = z
    .string()
    .transform((value) => value.split(",").map((part) => part.trim()))
    .pipe(z.array(each));
  return { ...setting<readonly string[]>("URL, ...", list, options), hides: "credentials" };
}

function urlOf({ protocols }: Protocols, what: string) {
  const error = `${what} that starts with ${protocols.map((p) => `${p}://`).join(" or ")}`;
  const isWanted = (value: string) =>
    URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1));
  return z.string().refine(isWanted, { error });
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

/** Whole days with their unit, "90d", in milliseconds. */
export function days(options: Options<number> & { readonly min?: number }) {
  const { min = 1 } = options;
  const error = `must be ${min} or more days such as 90d`;
  const schema = z
    .string()
    .regex(/^\d{1,5}d$/, { error })
    .transform((value) => Number.parseInt(value, 10) * 86_400_000)
    .refine((ms) => ms >= min * 86_400_000, { error });
  return setting("days, such as 90d", schema, options);
}

/** Events per second; 0 is silence. */
export function rate(options: Options<number>) {
  const error = "must be a number from 0 to 100000 per second";
  const inRange = (value: number) => value >= 0 && value <= 100_000;
  return setting("1/s", number(error).refine(inRange, { error }), options);
}

/** By how many times. */
export function factor(options: Options<number>) {
  const error = "must be a number from 0.001 to 100000";
  const inRange = (value: number) => value >= 0.001 && value <= 100_000;
  return setting("number", number(error).refine(inRange, { error }), options);
}

/** Of a whole: 0 is none, 1 is all. */
export function share(options: Options<number>) {
  const error = "must be a number from 0 to 1";
  const inRange = (value: number) => value >= 0 && value <= 1;
  return setting("0 to 1", number(error).refine(inRange, { error }), options);
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

export function timeZone(options: Options<string>) {
  const error = "must be a time zone such as Europe/Berlin";
  return setting("time zone", z.string().refine(isTimeZone, { error }), options);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name }).format();
    return true;
  } catch {
    return false;
  }
}
