import { REFUSAL_CODES } from "./judge-event.js";

/** Why an event was not taken. */
export const ITEM_CODES = [...REFUSAL_CODES, "NOT_CONFIRMED"] as const;
export type ItemCode = (typeof ITEM_CODES)[number];

/** What became of one event of a request, at its place in the body. */
export type ItemResult =
  | {
      readonly status: "queued";
      readonly id: string;
      /** With which its sender asks later what became of it. */
      readonly receipt: string;
      /** Optional fields whose value could not be read; `undefined` when there is none, as nearly always. */
      readonly ignoredFields: readonly string[] | undefined;
    }
  | { readonly status: "ignored"; readonly code: "NO_PLATE" }
  | {
      readonly status: "refused";
      readonly code: ItemCode;
      readonly detail: string;
    };

/** Only what the broker failed with may succeed when it is sent again as it is. */
export const mayRetry = (code: ItemCode): boolean => code === "NOT_CONFIRMED";
