import { expect, it } from "vitest";
import {
  parkedQueueOf,
  pipelineTopology,
  RETRY_DELAYS_MS,
  retryQueueOf,
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

it("sends a retried message back through the default exchange after its delay", () => {
  const { queues } = pipelineTopology(names, "quorum");
  for (const delayMs of RETRY_DELAYS_MS) {
    const queue = queues.find(({ name }) => name === retryQueueOf(names, delayMs));
    expect(queue?.arguments).toMatchObject({
      "x-message-ttl": delayMs,
      "x-dead-letter-exchange": "",
      "x-dead-letter-strategy": "at-least-once",
      "x-overflow": "reject-publish",
    });
    expect(queue?.arguments).not.toHaveProperty("x-dead-letter-routing-key");
  }
});

it("puts the prefix before everything whose name is not told", () => {
  expect(parkedQueueOf(names)).toBe("t1.vehicle_events.parked");
  expect(retryQueueOf(names, 10_000)).toBe("t1.vehicle_events.retry.10s");
  const { exchanges } = pipelineTopology(names, "classic");
  expect(exchanges.every(({ name }) => name.startsWith("t1."))).toBe(true);
});

it("has no queue with messages in hand that RabbitMQ 4 would drop after 20 deliveries", () => {
  const limitsOf = (type: "quorum" | "classic") =>
    pipelineTopology(names, type)
      .queues.filter(({ arguments: given }) => "x-delivery-limit" in given)
      .map(({ name }) => name);
  expect(limitsOf("quorum")).toEqual([names.entryQueue, names.exitQueue, parkedQueueOf(names)]);
  expect(limitsOf("classic")).toEqual([]); // knows no limit, and refuses the argument
});
