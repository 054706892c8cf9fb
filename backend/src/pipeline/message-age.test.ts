import { HEADERS } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import { expect, it } from "vitest";
import type { Message } from "./handler.js";
import { attemptOf, sourceOf } from "./message-age.js";
import type { Way } from "./ways.js";

const message = (
  appId: string | undefined,
  headers: Delivery["headers"] = {},
  way: Way = "published",
) => ({ way, delivery: { appId, headers } }) as Message;

it.each([
  ["a generator, which counts it itself", message("entry-generator"), undefined],
  ["a camera of another maker", message("cam-7"), "foreign"],
  ["somebody who does not say who he is", message(undefined), "foreign"],
  [
    "an operator, who sent it back",
    message("entry-generator", { [HEADERS.replayCount]: 1 }, "returned"),
    "replayed",
  ],
  [
    "somebody who says that an operator had sent it back",
    message("cam-7", { [HEADERS.replayCount]: 1 }),
    "foreign",
  ],
])("knows the events of %s", (_who, given, expected) => {
  expect(sourceOf(given)).toBe(expected);
});

it("counts attempts by its own header alone: anybody could send one that spends them all", () => {
  expect(attemptOf(message(undefined, { [HEADERS.attempt]: 2 }, "returned"))).toBe(2);
  expect(attemptOf(message(undefined, { [HEADERS.attempt]: 2 }))).toBe(0);
  expect(attemptOf(message(undefined, { [HEADERS.attempt]: 2 }, "direct"))).toBe(0);
});
