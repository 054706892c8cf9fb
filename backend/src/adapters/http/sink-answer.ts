import { BATCH_ANSWER_STATUSES, type ContractError, readBatchAnswer } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { Reception } from "../../ports/summary-sink.js";
import type { SinkAnswer } from "./ask-sink.js";
import { hintOf } from "./sink-hint.js";

const MAX_DETAIL_CHARACTERS = 500;
/**
 * Answers about the request, not about the summary: credentials, account, address, headers or connection.
 * An operator can correct these, so the summaries are held and not parked.
 */
const ABOUT_THE_REQUEST: readonly number[] = [
  401, 402, 403, 404, 405, 407, 411, 414, 415, 417, 421, 425, 426, 431,
];
const isRefusal = (status: number) =>
  status >= 400 &&
  status < 500 &&
  status !== 408 &&
  status !== 429 &&
  !ABOUT_THE_REQUEST.includes(status);

/**
 * @param url - of the sink, for the hint
 * @throws {DependencyUnavailableError} when the answer says "later"
 */
export function receptionOfSingle(answer: SinkAnswer, url: string): Reception {
  const { status, text } = answer;
  if (status >= 200 && status < 300) return "accepted";
  if (isRefusal(status)) {
    return { status, detail: text.slice(0, MAX_DETAIL_CHARACTERS) };
  }
  const cause = new Error(`status ${status}${hintOf({ ...answer, url })}`);
  throw new DependencyUnavailableError("sink", cause, retryAfterMs(answer));
}

/**
 * @param count - how many summaries were sent
 * @returns one reception per summary; `undefined` when the sink refused the array as a whole
 * @throws {DependencyUnavailableError} when the answer says "later" or is not clear
 */
export function receptionsOfBatch(
  answer: SinkAnswer,
  count: number,
  url: string,
): readonly Reception[] | undefined {
  const whole = receptionOfSingle(answer, url);
  if (whole !== "accepted") return undefined;
  const rejected = rejectedOf(answer, count);
  return Array.from({ length: count }, (_, index) => {
    const refusal = rejected.get(index);
    if (refusal === undefined) return "accepted";
    const detail = `${refusal.code}: ${refusal.detail}`.slice(0, MAX_DETAIL_CHARACTERS);
    return { status: 422, detail };
  });
}

function rejectedOf({ status, text, isWhole }: SinkAnswer, count: number) {
  if (!BATCH_ANSWER_STATUSES.includes(status)) throw unclear(`status ${status}`);
  if (!isWhole) throw unclear("it is too long, or not UTF-8");
  try {
    return readBatchAnswer(text, count);
  } catch (error) {
    throw unclear((error as ContractError).message);
  }
}

/** Such an answer holds the summaries: it may come from a proxy or a login page. */
const unclear = (why: string) =>
  new DependencyUnavailableError(
    "sink",
    new Error(
      `the answer does not say what became of the stays (${why}); is SUMMARY_POST_MODE=single meant?`,
    ),
  );

function retryAfterMs({ headers }: SinkAnswer): number | undefined {
  const value = (headers as Record<string, unknown> | undefined)?.["retry-after"];
  const seconds = typeof value === "string" ? Number(value) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}
