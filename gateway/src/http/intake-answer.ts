import { type ProblemKind, ProblemError } from "@boomgate/http";
import { type ItemResult, mayRetry } from "../domain/item-result.js";
import { retryAfterSeconds } from "../problems/retry-after.js";
import { PROBLEMS } from "../problems/problem-catalogue.js";

/** One item of the answer, as it travels. */
export type WireResult =
  | {
      readonly index: number;
      readonly id: string;
      readonly status: "queued";
      readonly receipt: string;
      readonly ignored_fields?: readonly string[] | undefined;
    }
  | { readonly index: number; readonly status: "ignored"; readonly code: "NO_PLATE" }
  | {
      readonly index: number;
      readonly status: "refused";
      readonly code: string;
      readonly detail: string;
      readonly retry: boolean;
    };

export interface IntakeAnswer {
  readonly status: 202 | 207;
  readonly body: {
    readonly accepted: number;
    readonly refused: number;
    readonly events: readonly WireResult[];
  };
}

const NOT_CONFIRMED_SECONDS = 2;

/**
 * The answer to a request, from the results of its items.
 * @throws {ProblemError} with the results when no event was taken and something is wrong with one of them
 */
export function intakeAnswerOf(results: readonly ItemResult[]): IntakeAnswer {
  const events = results.map(wireOf);
  const accepted = results.filter(({ status }) => status === "queued").length;
  const codes = results.flatMap((each) => (each.status === "refused" ? [each.code] : []));
  if (codes.length > 0 && accepted === 0) {
    if (codes.includes("NOT_CONFIRMED")) throw notConfirmed(events);
    if (codes.length === results.length) throw noneValid(codes, events);
  }
  const status = codes.length === 0 ? 202 : 207;
  return { status, body: { accepted, refused: codes.length, events } };
}

const wireOf = (result: ItemResult, index: number): WireResult => {
  if (result.status === "queued") {
    const { status, id, receipt, ignoredFields } = result;
    return { index, id, status, receipt, ignored_fields: ignoredFields };
  }
  if (result.status === "ignored") return { index, status: "ignored", code: result.code };
  const { status, code, detail } = result;
  return { index, status, code, detail, retry: mayRetry(code) };
};

function notConfirmed(events: readonly WireResult[]): ProblemError {
  return new ProblemError(PROBLEMS.NOT_CONFIRMED, undefined, {
    retryAfterSeconds: retryAfterSeconds(NOT_CONFIRMED_SECONDS),
    members: { events },
  });
}

type RefusedCode = Extract<ItemResult, { status: "refused" }>["code"];

/** By the code that all have, or that the events break the contract in several ways. */
function noneValid(codes: readonly RefusedCode[], events: readonly WireResult[]): ProblemError {
  const [first] = codes;
  const isOne = codes.every((code) => code === first);
  const kind: ProblemKind = isOne && first ? PROBLEMS[first] : PROBLEMS.CONTRACT_BROKEN;
  const details = events.map((event) => ("detail" in event ? event.detail : ""));
  const detail = events.length === 1 ? details[0] : "None of the events can be taken";
  return new ProblemError(kind, detail, { members: { events } });
}
