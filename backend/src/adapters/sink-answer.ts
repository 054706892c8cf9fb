import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { Reception } from "../ports/summary-sink.js";

export interface SinkAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: unknown;
}

const MAX_DETAIL_CHARACTERS = 500;
/**
 * Answers about the request, not about the summary: credentials or address are configured wrongly.
 * They pass once an operator has mended that, so nothing is parked for them.
 */
const ABOUT_THE_REQUEST: readonly number[] = [401, 403, 404, 405, 407];
const isRefusal = (status: number) =>
  status >= 400 &&
  status < 500 &&
  status !== 408 &&
  status !== 429 &&
  !ABOUT_THE_REQUEST.includes(status);

/** @throws {DependencyUnavailableError} when the answer says "later" */
export function receptionOfSingle(answer: SinkAnswer): Reception {
  const { status, text } = answer;
  if (status >= 200 && status < 300) return "accepted";
  if (isRefusal(status)) {
    return { status, detail: text.slice(0, MAX_DETAIL_CHARACTERS) };
  }
  throw new DependencyUnavailableError("sink", new Error(`status ${status}`), retryAfterMs(answer));
}

/**
 * @returns one reception per summary; `undefined` when the sink refused the array as a whole
 * @throws {DependencyUnavailableError} when the answer says "later" or cannot be understood
 */
export function receptionsOfBatch(
  answer: SinkAnswer,
  count: number,
): readonly Reception[] | undefined {
  const whole = receptionOfSingle(answer);
  if (whole !== "accepted") return undefined;
  const receptions: Reception[] = Array.from({ length: count }, () => "accepted");
  for (const { index, code, detail } of rejectedOf(answer)) {
    if (index < count) {
      receptions[index] = {
        status: 422,
        detail: `${code}: ${detail}`.slice(0, MAX_DETAIL_CHARACTERS),
      };
    }
  }
  return receptions;
}

interface Rejected {
  readonly index: number;
  readonly code: string;
  readonly detail: string;
}

function rejectedOf(answer: SinkAnswer): readonly Rejected[] {
  let body: { rejected?: unknown };
  try {
    body = JSON.parse(answer.text) as { rejected?: unknown };
  } catch {
    throw notOurs();
  }
  if (!Array.isArray(body?.rejected)) throw notOurs();
  return body.rejected as readonly Rejected[];
}

/** Held, not taken as accepted: what answered may be a proxy or a login page. */
const notOurs = () =>
  new DependencyUnavailableError(
    "sink",
    new Error("the answer to an array names no rejected items; is SUMMARY_POST_MODE=single meant?"),
  );

function retryAfterMs({ headers }: SinkAnswer): number | undefined {
  const value = (headers as Record<string, unknown> | undefined)?.["retry-after"];
  const seconds = typeof value === "string" ? Number(value) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}
