import { epochStreamOf, pipelineTopology } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { deleteTopology, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { describeEpochRegister } from "../ports/epoch-register.suite.js";
import { StreamEpochRegister } from "./stream-epoch-register.js";

const log = { warn: () => undefined, info: () => undefined };

describeWith("rabbitmq", "RabbitMQ", ({ rabbitmq: url }) => {
  describeEpochRegister("epochs in a stream", async () => {
    const prefix = `${uniqueName()}.`;
    const names = { entryQueue: `${prefix}n`, exitQueue: `${prefix}x`, prefix };
    const { queues, exchanges, streams } = pipelineTopology(names, "classic");
    const topology = { queues: [], exchanges, bindings: [], streams };
    const broker = await openAmqpBroker({ url, topology, clientName: "test", log });
    await broker.close();
    return {
      register: new StreamEpochRegister(url, epochStreamOf(names)),
      close: () => deleteTopology(url, { queues, exchanges, streams }),
    };
  });

  it("fails with an error that holds the event while the broker is away", async () => {
    const register = new StreamEpochRegister("amqp://127.0.0.1:1", "any");
    await expect(register.newest()).rejects.toMatchObject({ recovery: "hold" });
    await expect(register.enter("one")).rejects.toMatchObject({ recovery: "hold" });
  });
});
