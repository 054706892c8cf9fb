import { z } from "zod";
import { ContractError } from "./contract-error.js";

/** Statuses of an answer that lists what became of each stay of the array. */
export const BATCH_ANSWER_STATUSES: readonly number[] = [200, 201];

const index = z.int({ error: "must be a whole number from 0" }).min(0, {
  error: "must be a whole number from 0",
});
const words = (max: number) =>
  z
    .string({ error: "must be a string" })
    .max(max, { error: `must have at most ${max} characters` });
const amount = z.int({ error: "must be a whole number" }).min(0, { error: "must not be negative" });

/** One stay of an array that the sink does not take, and will not take when it is sent again. */
export const rejectedStaySchema = z.object({
  index: index.describe("Place in the array, from 0"),
  code: words(100).min(1, { error: "must not be empty" }),
  detail: words(10_000),
});

/**
 * What a sink answers to an array of stays: all that `rejected` does not name are stored for good. The
 * counts may be left out; where they are given they have to add up.
 */
export const batchAnswerSchema = z.object({
  received: amount.optional(),
  stored: amount.optional(),
  known: amount.optional(),
  rejected: z.array(rejectedStaySchema, { error: "must be a list of what was refused" }),
});

export type RejectedStay = z.infer<typeof rejectedStaySchema>;

const WHAT = "answer to an array of stays";
const REJECTED_KEY = /"rejected"\s*:/g;
/** A name with an escape sequence, which could spell the name above. */
const ESCAPED_KEY = /\\u[^"\\]*(?:\\.[^"\\]*)*"\s*:/;

/**
 * Reads an answer that has one of the statuses above. Nothing in it is guessed: a stay counts as accepted only
 * when the whole answer is clear.
 * @param sent - stays in the array
 * @returns what the sink refused, by its place in the array
 * @throws {ContractError} saying what is not clear
 */
export function readBatchAnswer(text: string, sent: number): ReadonlyMap<number, RejectedStay> {
  const body = parseObject(text);
  const result = batchAnswerSchema.safeParse(body);
  if (!result.success) {
    throw unclear(
      ...result.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`),
    );
  }
  // JSON keeps the last of two lists of this name, and the first one may have named a stay.
  const isThereOnce = [...text.matchAll(REJECTED_KEY)].length === 1 && !ESCAPED_KEY.test(text);
  if (!isThereOnce) throw unclear("rejected: must be there once");
  const rejected = new Map(result.data.rejected.map((each) => [each.index, each]));
  const problems = [
    ...errorsIn(body),
    ...placeProblems(result.data.rejected, rejected.size, sent),
    ...countProblems(result.data, sent),
  ];
  if (problems.length > 0) throw unclear(...problems);
  return rejected;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw unclear("body: must be JSON"); // the parser's own message would echo it
  }
  if (typeof body === "object" && body !== null && !Array.isArray(body)) {
    return body as Readonly<Record<string, unknown>>;
  }
  throw unclear("body: must be a JSON object");
}

/** An answer may say more than we know of, but not that something went wrong. */
const errorsIn = (body: Readonly<Record<string, unknown>>): string[] =>
  ["error", "errors"].filter((name) => isSaid(body[name])).map((name) => `${name}: reports one`);

const isSaid = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value);

function placeProblems(rejected: readonly RejectedStay[], different: number, sent: number) {
  return [
    ...(different < rejected.length ? ["rejected: must name each place once"] : []),
    ...(rejected.some((each) => each.index >= sent)
      ? [`rejected: must name places below ${sent}`]
      : []),
  ];
}

type Counts = z.infer<typeof batchAnswerSchema>;

function countProblems({ received, stored, known, rejected }: Counts, sent: number): string[] {
  const problems: string[] = [];
  if (received !== undefined && received !== sent) {
    problems.push(`received: says ${received}, and ${sent} were sent`);
  }
  if (stored === undefined && known === undefined) return problems;
  const sum = (stored ?? 0) + (known ?? 0) + rejected.length;
  if (sum !== sent) problems.push(`stored, known and rejected: add up to ${sum}, not to ${sent}`);
  return problems;
}

const unclear = (...problems: readonly string[]) => new ContractError(WHAT, problems);
