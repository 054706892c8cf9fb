import { auditStreamOf, epochStreamOf, parkedQueueOf, pipelineTopology } from "@boomgate/contracts";
import { deadLetteredFrom, hostileShapes, type NamedShape, routedTo } from "@boomgate/testing";
import { names } from "./rabbitmq-definitions.js";

const EVERY_QUEUE = [
  ...pipelineTopology(names, "quorum").queues.map(({ name }) => name),
  auditStreamOf(names),
  epochStreamOf(names),
];
const toAll = (header: "CC" | "BCC") => routedTo(header, ...EVERY_QUEUE).headers as Buffer;

export const deaths = EVERY_QUEUE.map((queue) => deadLetteredFrom(queue, "expired"));

/** What a sender may put around an event; the body is one, or is none. */
export const SHAPES: readonly NamedShape[] = [
  ["CC to every queue", { headers: toAll("CC") }],
  ["BCC to every queue", { headers: toAll("BCC") }],
  [
    "both, and the key of exits",
    { headers: Buffer.concat([toAll("CC"), toAll("BCC")]), routingKey: names.exitQueue },
  ],
  ["the key of the parking lot", { routingKey: parkedQueueOf(names) }],
  ["its user as a property", { properties: { userId: "entry-generator" } }],
  // All types in one message: one message for each would take a minute longer.
  ...hostileShapes(names, 16_000).filter(([what]) => !what.startsWith("a value of type")),
];
