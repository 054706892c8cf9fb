import { parkedQueueOf } from "@boomgate/contracts";
import { type Delivery, openAmqpBroker } from "@boomgate/platform/messaging";
import { expect } from "vitest";
import type { StackBroker } from "./broker-of-the-stack.fixture.js";
import { names } from "./rabbitmq-definitions.js";

const PARKED = parkedQueueOf(names);

/** Takes all messages out of the parking lot, as an operator. */
export async function takeParkedFrom(server: StackBroker): Promise<readonly Delivery[]> {
  const operator = await openAmqpBroker({
    url: server.urlOf("operator"),
    topology: { exchanges: [], queues: [], bindings: [] },
    clientName: "operator",
    log: { warn: () => undefined, info: () => undefined },
  });
  const deliveries: Delivery[] = [];
  const waiting = await operator.depth(PARKED);
  await operator.consume(PARKED, { prefetch: 1_000 }, (delivery) => {
    deliveries.push(delivery);
    delivery.ack();
  });
  await expect.poll(() => deliveries.length).toBe(waiting);
  await operator.close();
  return deliveries;
}
