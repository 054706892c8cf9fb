import { expect, it } from "vitest";
import {
  auditStreamOf,
  eventExchangesOf,
  parkedQueueOf,
  pipelineTopology,
  RETRY_DELAYS_MS,
  retryQueueOf,
  returnExchangeOf,
  type QueueNames,
} from "./index.js";

const names: QueueNames = {
  entryQueue: "vehicle_entries",
  exitQueue: "vehicle_exits",
  prefix: "t1.",
};

it.each(["quorum", "classic"] as const)("binds only what it declares (%s)", (type) => {
  const { exchanges, queues, bindings } = pipelineTopology(names, type);
  const queueNames = queues.map(({ name }) => name);
  const exchangeNames = exchanges.map(({ name }) => name);
  for (const { exchange, queue } of bindings) {
    expect(exchangeNames).toContain(exchange);
    expect(queueNames).toContain(queue);
  }
  expect(new Set(queueNames).size).toBe(queueNames.length);
  expect(queues.map((queue) => queue.arguments["x-queue-type"])).toEqual(queues.map(() => type));
});

it("sends a retried message back to its queue after its delay", () => {
  const { queues, bindings } = pipelineTopology(names, "quorum");
  for (const delayMs of RETRY_DELAYS_MS) {
    const queue = queues.find(({ name }) => name === retryQueueOf(names, delayMs));
    expect(queue?.arguments).toMatchObject({
      "x-message-ttl": delayMs,
      "x-dead-letter-exchange": returnExchangeOf(names),
      "x-dead-letter-strategy": "at-least-once",
      "x-overflow": "reject-publish",
    });
    expect(queue?.arguments).not.toHaveProperty("x-dead-letter-routing-key");
  }
  const returning = bindings.filter(({ exchange }) => exchange === returnExchangeOf(names));
  expect(returning.map(({ key, queue }) => [key, queue])).toEqual([
    ["vehicle_entries", "vehicle_entries"],
    ["vehicle_exits", "vehicle_exits"],
  ]);
});

it("keeps a copy of what is published, and not of what comes back", () => {
  const { streams } = pipelineTopology(names, "quorum");
  const audit = streams.find(({ name }) => name === auditStreamOf(names));
  expect(audit?.bindings.map(({ exchange }) => exchange)).toEqual([
    ...Object.values(eventExchangesOf(names)),
    auditStreamOf(names),
  ]);
});

it("routes by headers nowhere: only what is returned by us goes through an exchange with keys", () => {
  const { exchanges } = pipelineTopology(names, "quorum");
  const keyed = exchanges.filter(({ type }) => type !== "fanout").map(({ name }) => name);
  expect(keyed).toEqual([returnExchangeOf(names)]);
});

it("puts the prefix before every name that has no setting of its own", () => {
  expect(parkedQueueOf(names)).toBe("t1.parking.parked");
  expect(retryQueueOf(names, 10_000)).toBe("t1.parking.retry.10s");
  const { exchanges, streams } = pipelineTopology(names, "classic");
  expect([...exchanges, ...streams].every(({ name }) => name.startsWith("t1."))).toBe(true);
});

it("has no queue with messages in hand that RabbitMQ 4 would drop after 20 deliveries", () => {
  const limitsOf = (type: "quorum" | "classic") =>
    pipelineTopology(names, type)
      .queues.filter(({ arguments: given }) => "x-delivery-limit" in given)
      .map(({ name }) => name);
  expect(limitsOf("quorum")).toEqual([names.entryQueue, names.exitQueue, parkedQueueOf(names)]);
  expect(limitsOf("classic")).toEqual([]); // knows no limit, and refuses the argument
});
