import { HEADERS } from "@boomgate/contracts";
import type { Way } from "@boomgate/pipeline";
import type { Delivery } from "@boomgate/platform/messaging";
import { expect, it } from "vitest";
import type { EventMessage } from "./handler.js";
import { uncountedSourceOf } from "./uncounted-source.js";

const message = (
  appId: string | undefined,
  headers: Delivery["headers"] = {},
  way: Way = "published",
) => ({ way, delivery: { appId, headers } }) as EventMessage;

it.each([
  ["a generator, which counts the event itself", message("entry-generator"), undefined],
  ["the gateway, which counts the event itself", message("gateway"), undefined],
  ["a camera of another maker", message("cam-7"), "foreign"],
  ["a publisher without an application id", message(undefined), "foreign"],
  [
    "an operator, who sent the event back",
    message("entry-generator", { [HEADERS.replayCount]: 1 }, "returned"),
    "replayed",
  ],
  [
    "a sender that sets the header of replays itself",
    message("cam-7", { [HEADERS.replayCount]: 1 }),
    "foreign",
  ],
])("knows the events of %s", (_who, given, expected) => {
  expect(uncountedSourceOf(given)).toBe(expected);
});
