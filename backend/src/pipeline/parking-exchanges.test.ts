import { HEADERS, parkedExchangeOf, unacceptedExchangeOf } from "@boomgate/contracts";
import type { Message } from "@boomgate/pipeline";
import { RecoverableError } from "@boomgate/platform/errors";
import { expect, it } from "vitest";
import { FromTheFutureError, HistoryUnreadableError, TooLateError } from "../processors/errors.js";
import { parkingExchangesOf } from "./parking-exchanges.js";

const NAMES = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const UNACCEPTED = unacceptedExchangeOf(NAMES);
const PARKED = parkedExchangeOf(NAMES);

const tooLate = new TooLateError("e1", 0);
const ahead = new FromTheFutureError(1_000);
const unreadable = new HistoryUnreadableError({ lotId: "main", plate: "AB123CD" }, "it is no text");

class RefusedError extends RecoverableError {
  readonly code = "SUMMARY_REFUSED";
  readonly recovery = "park";
}

function exchangeOf(
  cause: Error,
  redelivered: boolean,
  headers: Readonly<Record<string, unknown>> = {},
): string {
  const message = { way: "returned", delivery: { redelivered, headers } } as Message;
  return parkingExchangesOf(NAMES).parkedOf(message, cause);
}

it.each([
  ["an event that is too late", tooLate, false, UNACCEPTED],
  ["one that a backend had in hand when it ended", tooLate, true, UNACCEPTED],
  ["the same, from the future", ahead, true, UNACCEPTED],
  ["an event whose history cannot be read", unreadable, false, UNACCEPTED],
  ["the same in hand of one that ended, as it may be in that history", unreadable, true, PARKED],
  ["an accepted one whose stay was refused", new RefusedError(), false, PARKED],
])("a rebuild can know what became of %s", (_, cause, redelivered, exchange) => {
  expect(exchangeOf(cause, redelivered)).toBe(exchange);
});

it.each([{ [HEADERS.replayCount]: 1 }, { [HEADERS.attempt]: 1 }])(
  "an event that may have been accepted long before it came back is not said to be unaccepted: %j",
  (headers) => expect(exchangeOf(tooLate, false, headers)).toBe(PARKED),
);
