import { replayCountOf } from "@boomgate/pipeline";
import type { EventMessage } from "./handler.js";

/** By the application id they set; each counts what the broker confirmed to it. */
const COUNTING_PUBLISHERS: ReadonlySet<string> = new Set([
  "entry-generator",
  "exit-generator",
  "gateway",
]);

/** Where a message came from when no publisher counted it; undefined when one did. */
export function uncountedSourceOf(message: EventMessage): "replayed" | "foreign" | undefined {
  if (replayCountOf(message) !== undefined) return "replayed";
  return COUNTING_PUBLISHERS.has(message.delivery.appId ?? "") ? undefined : "foreign";
}
