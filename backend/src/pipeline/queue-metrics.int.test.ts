import { pipelineTopology } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { createRegistry } from "@boomgate/platform/telemetry";
import { deleteTopology, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { createQueueMetrics } from "./queue-metrics.js";

describeWith("rabbitmq", "the depth of the queues", ({ rabbitmq: url }) => {
  it("comes from a real broker", async () => {
    const prefix = `${uniqueName()}.`;
    const names = { prefix, entryQueue: `${prefix}entries`, exitQueue: `${prefix}exits` };
    const topology = pipelineTopology(names, "classic");
    const log = { warn: () => undefined, info: () => undefined };
    const broker = await openAmqpBroker({ url, topology, clientName: "test", log });
    const message = {
      exchange: "",
      routingKey: names.exitQueue,
      body: Buffer.from("{}"),
      headers: {},
    };
    await Promise.all(["x1", "x2"].map((messageId) => broker.publish({ ...message, messageId })));
    const registry = createRegistry("test");
    createQueueMetrics(registry, {
      queues: [names.entryQueue, names.exitQueue],
      depth: (queue) => broker.depth(queue),
    });
    const text = await registry.getSingleMetricAsString("parking_queue_messages");
    expect(text).toContain(`parking_queue_messages{queue="${names.entryQueue}"} 0`);
    expect(text).toContain(`parking_queue_messages{queue="${names.exitQueue}"} 2`);
    await broker.close();
    await deleteTopology(url, topology);
  });
});
