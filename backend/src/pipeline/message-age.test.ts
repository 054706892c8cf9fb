import { HEADERS } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import { expect, it } from "vitest";
import { sourceOf } from "./message-age.js";

const delivery = (appId: string | undefined, headers: Delivery["headers"] = {}) =>
  ({ appId, headers }) as Delivery;

it.each([
  ["a generator, which counts it itself", delivery("entry-generator"), undefined],
  ["a camera of another maker", delivery("cam-7"), "foreign"],
  ["somebody who does not say who he is", delivery(undefined), "foreign"],
  [
    "an operator, who sent it back",
    delivery("entry-generator", { [HEADERS.replayCount]: 1 }),
    "replayed",
  ],
])("knows the events of %s", (_who, given, expected) => {
  expect(sourceOf(given)).toBe(expected);
});
