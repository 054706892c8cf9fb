import { ContractError } from "@boomgate/contracts";
import { HTTP_PROBLEMS, notJson, ProblemError, strictText } from "@boomgate/http";

/** Events of one request. */
export const MAX_ITEMS = 1_000;

/** One item of a body: any value, or a line that is no JSON. */
export type Item = { readonly value: unknown } | { readonly isBroken: true };

export interface Items {
  readonly items: readonly Item[];
  /** The body is one event by itself, not a list of one. */
  readonly isSingle: boolean;
}

export type BodyForm = "json" | "lines";

/**
 * @param form - one JSON value, or one on each line
 * @throws {ProblemError} when a body as a whole is unreadable, or holds too many items
 * @throws {ContractError} when it holds none
 */
export function parseItems(bytes: Buffer, form: BodyForm): Items {
  const text = strictText(bytes);
  const items =
    form === "json" ? itemsOf(parseJson(text)) : { items: linesOf(text), isSingle: false };
  if (items.items.length === 0) throw new ContractError("body", ["body: must hold an event"]);
  if (items.items.length > MAX_ITEMS) {
    throw new ProblemError(HTTP_PROBLEMS.BODY_TOO_LARGE, `A body may hold ${MAX_ITEMS} events`);
  }
  return items;
}

function itemsOf(value: unknown): Items {
  if (!Array.isArray(value)) return { items: [{ value }], isSingle: true };
  return { items: value.map((each: unknown) => ({ value: each })), isSingle: false };
}

function linesOf(text: string): readonly Item[] {
  // One line more than is allowed shows that there are too many.
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(0, MAX_ITEMS + 1).map((line) => {
    try {
      return { value: JSON.parse(line) as unknown };
    } catch {
      return { isBroken: true };
    }
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(error);
  }
}
